package com.holdwall.example.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.holdwall.probes.ProbeRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The properties of the Spring Boot auto-configuration, from the file that an editor reads. */
final class SpringProperties {

  private static final String FILE = "/META-INF/spring-configuration-metadata.json";

  private SpringProperties() {}

  /** Each property with its name, type, description and, where there is one, defaultValue. */
  static List<Map<String, String>> all() throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    try (InputStream file =
            Objects.requireNonNull(ProbeRegistry.class.getResourceAsStream(FILE), FILE);
        JsonParser json = new JsonFactory().createParser(file)) {
      Map<String, String> property = new HashMap<>();
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.END_OBJECT && property.containsKey("name")) {
          all.add(Map.copyOf(property));
          property.clear();
        } else if (json.currentToken().isScalarValue()) {
          property.put(json.currentName(), json.getText());
        }
      }
    }
    return all;
  }
}
