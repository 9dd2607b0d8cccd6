package com.holdwall.runbook.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document that knows its place. Every method that asks for a form throws {@link
 * JsonFormatException} if the value has another.
 */
final class JsonValue {

  private final String source;
  private final String pointer;

  /** A Map, a List, a String, a Number, a Boolean, or null. */
  private final @Nullable Object value;

  private JsonValue(String source, String pointer, @Nullable Object value) {
    this.source = source;
    this.pointer = pointer;
    this.value = value;
  }

  static JsonValue read(String source, String text) {
    try (JsonParser json = JsonText.FACTORY.createParser(text)) {
      json.nextToken();
      JsonValue read = read(source, "", json);
      if (json.nextToken() != null) {
        throw new JsonFormatException(source, "", "more after the document", "one JSON document");
      }
      return read;
    } catch (JacksonException bad) {
      throw new JsonFormatException(
          source, "", "text that is no JSON (" + bad.getOriginalMessage() + ")", "JSON");
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }

  private static JsonValue read(String source, String pointer, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    Object value = null;
    if (token == JsonToken.START_OBJECT) {
      value = members(source, pointer, json);
    } else if (token == JsonToken.START_ARRAY) {
      value = items(source, pointer, json);
    } else if (token == JsonToken.VALUE_STRING) {
      value = json.getText();
    } else if (token != null && token.isNumeric()) {
      value = json.getDoubleValue();
    } else if (token != null && token.isBoolean()) {
      value = json.getBooleanValue();
    } else if (token == null) {
      throw new JsonFormatException(source, pointer, "nothing", "JSON");
    }
    return new JsonValue(source, pointer, value);
  }

  private static Map<String, JsonValue> members(String source, String pointer, JsonParser json)
      throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      String place = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      members.put(name, read(source, place, json));
    }
    return members;
  }

  private static List<JsonValue> items(String source, String pointer, JsonParser json)
      throws IOException {
    List<JsonValue> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(source, pointer + "/" + items.size(), json));
    }
    return items;
  }

  JsonFormatException wrong(String expected) {
    return new JsonFormatException(source, pointer, found(), expected);
  }

  private String found() {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?>) {
      return "an array";
    }
    return value instanceof String text ? "'" + text + "'" : value.toString();
  }

  /** The members of an object that has no others than these. */
  JsonValue object(String... names) {
    for (Map.Entry<String, JsonValue> member : members().entrySet()) {
      if (!List.of(names).contains(member.getKey())) {
        throw member.getValue().wrong("no field '" + member.getKey() + "' here");
      }
    }
    return this;
  }

  JsonValue field(String name) {
    JsonValue member = members().get(name);
    if (member == null) {
      throw new JsonFormatException(source, pointer, "no field '" + name + "'", "one");
    }
    return member;
  }

  Optional<JsonValue> optional(String name) {
    return Optional.ofNullable(members().get(name));
  }

  @SuppressWarnings("unchecked") // only members() makes maps
  private Map<String, JsonValue> members() {
    if (value instanceof Map<?, ?> members) {
      return (Map<String, JsonValue>) members;
    }
    throw wrong("an object");
  }

  @SuppressWarnings("unchecked") // only items() makes lists
  <T> List<T> list(Function<JsonValue, T> item) {
    if (value instanceof List<?> items) {
      return ((List<JsonValue>) items).stream().map(item).toList();
    }
    throw wrong("an array");
  }

  boolean isString() {
    return value instanceof String;
  }

  String string() {
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a string");
  }

  double number() {
    if (value instanceof Double number) {
      return number;
    }
    throw wrong("a number");
  }

  int integer() {
    double number = number();
    if (number != (int) number) {
      throw wrong("a whole number");
    }
    return (int) number;
  }

  Duration duration() {
    try {
      return Duration.parse(string());
    } catch (DateTimeException bad) {
      throw wrong("a duration such as PT5M");
    }
  }

  <E extends Enum<E>> E oneOf(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(string())) {
        return constant;
      }
    }
    throw wrong("one of " + List.of(type.getEnumConstants()));
  }

  /** Makes a model object; what the model refuses is told with the place. */
  <T> T make(Function<JsonValue, T> maker) {
    try {
      return maker.apply(this);
    } catch (IllegalArgumentException refused) {
      throw new JsonFormatException(
          source, pointer, found(), "what holds: " + refused.getMessage());
    }
  }
}
