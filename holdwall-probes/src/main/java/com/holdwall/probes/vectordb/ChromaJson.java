package com.holdwall.probes.vectordb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.holdwall.probes.vectordb.VectorStoreException.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What goes to Chroma and comes from it. The answers' sender is not trusted. Stateless. */
final class ChromaJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,40}");
  private static final int MOST_IDS = 100;

  private ChromaJson() {}

  @FunctionalInterface
  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(JsonParser json) throws IOException, VectorStoreException;
  }

  static String query(Canary canary) {
    return write(
        json -> {
          json.writeArrayFieldStart("query_embeddings");
          vector(json, canary.vector());
          json.writeEndArray();
          json.writeNumberField("n_results", 1);
          json.writeArrayFieldStart("include");
          json.writeEndArray();
        });
  }

  static String collection(Canary canary) {
    return write(
        json -> {
          json.writeStringField("name", canary.collection());
          json.writeBooleanField("get_or_create", true);
        });
  }

  static String records(Canary canary) {
    Map<String, List<Float>> records = new TreeMap<>(canary.records());
    return write(
        json -> {
          json.writeArrayFieldStart("ids");
          for (String id : records.keySet()) {
            json.writeString(id);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("embeddings");
          for (List<Float> numbers : records.values()) {
            vector(json, numbers);
          }
          json.writeEndArray();
        });
  }

  private static void vector(JsonGenerator json, List<Float> numbers) throws IOException {
    json.writeStartArray();
    for (float number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      writing.to(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be written to", e);
    }
    return text.toString();
  }

  static String version(String body) throws VectorStoreException {
    return read(
        body,
        json -> {
          if (json.nextToken() == JsonToken.VALUE_STRING
              && VERSION.matcher(json.getText()).matches()) {
            return json.getText();
          }
          throw senseless();
        });
  }

  static long count(String body) throws VectorStoreException {
    return read(
        body,
        json -> {
          if (json.nextToken() != JsonToken.VALUE_NUMBER_INT || json.getLongValue() < 0) {
            throw senseless();
          }
          return json.getLongValue();
        });
  }

  static String collectionId(String body) throws VectorStoreException {
    return read(
        body,
        json -> {
          if (field(json, "id") != JsonToken.VALUE_STRING
              || !ID.matcher(json.getText()).matches()) {
            throw senseless();
          }
          return json.getText();
        });
  }

  /** The ids that the first of the queries found. */
  static List<String> firstIds(String body) throws VectorStoreException {
    return read(
        body,
        json -> {
          if (field(json, "ids") != JsonToken.START_ARRAY
              || json.nextToken() != JsonToken.START_ARRAY) {
            throw senseless();
          }
          List<String> ids = new ArrayList<>();
          while (json.nextToken() == JsonToken.VALUE_STRING && ids.size() < MOST_IDS) {
            ids.add(json.getText());
          }
          if (json.currentToken() != JsonToken.END_ARRAY) {
            throw senseless();
          }
          return ids;
        });
  }

  /** Moves to the value of a field of the object. */
  private static JsonToken field(JsonParser json, String name)
      throws IOException, VectorStoreException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw senseless();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = name.equals(json.currentName());
      JsonToken value = json.nextToken();
      if (found) {
        return value;
      }
      json.skipChildren();
    }
    throw senseless();
  }

  private static <T> T read(String body, Reading<T> reading) throws VectorStoreException {
    try (JsonParser json = JSON.createParser(body)) {
      return reading.from(json);
    } catch (IOException malformed) {
      throw senseless();
    }
  }

  /** Without the answer in the text: it may hold anything. */
  private static VectorStoreException senseless() {
    return new VectorStoreException(Reason.FAILED, "HTTP 200 with a body that makes no sense");
  }
}
