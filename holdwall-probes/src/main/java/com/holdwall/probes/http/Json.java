package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;

/** Writing and reading JSON, one token after another. Stateless. */
final class Json {

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(16_384)
                  .maxNameLength(256)
                  .maxNumberLength(32)
                  .build())
          .build();

  /** Writes the inside of an object. */
  interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  /** Writes one item of an array. */
  interface Item<T> {
    void to(JsonGenerator json, T item) throws IOException;
  }

  private Json() {}

  static String write(Fields fields) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory cannot fail", impossible);
    }
    return out.append('\n').toString();
  }

  /** Makes one object of two that {@link #write} made, neither of them empty. */
  static String join(String first, String second) {
    int end = first.lastIndexOf('}');
    return first.substring(0, end) + ',' + second.substring(1);
  }

  static void field(JsonGenerator json, String name, String value) throws IOException {
    json.writeStringField(name, value);
  }

  static void field(JsonGenerator json, String name, Optional<?> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get().toString());
    }
  }

  static void object(JsonGenerator json, String name, Fields fields) throws IOException {
    json.writeObjectFieldStart(name);
    fields.to(json);
    json.writeEndObject();
  }

  /** Writes an array of objects. */
  static <T> void objects(JsonGenerator json, String name, Collection<T> items, Item<T> inside)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T item : items) {
      json.writeStartObject();
      inside.to(json, item);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void strings(JsonGenerator json, String name, Collection<?> items) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object item : items) {
      json.writeString(item.toString());
    }
    json.writeEndArray();
  }
}
