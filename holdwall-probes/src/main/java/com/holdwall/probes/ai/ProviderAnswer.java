package com.holdwall.probes.ai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * What came back.
 *
 * @param status the status code
 * @param headers those that say something about limits, by their names in lower case
 * @param body the whole body
 * @param took from the request to the end of the body
 */
record ProviderAnswer(int status, Map<String, String> headers, String body, Duration took) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Whether the body is one JSON object with an array of this name. */
  boolean hasArray(String name) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      boolean found = false;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        found |= value == JsonToken.START_ARRAY && name.equals(field);
        parser.skipChildren();
      }
      return found && parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }
}
