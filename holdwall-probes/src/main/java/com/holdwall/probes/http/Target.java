package com.holdwall.probes.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decoded path and query. Immutable. */
record Target(List<String> segments, Map<String, String> parameters) {

  private static final int LONGEST_PATH = 512;
  private static final int LONGEST_QUERY = 1_024;
  private static final int MOST_PARAMETERS = 16;

  static Target of(HealthRequest request) {
    String path = request.path();
    String query = request.query();
    if (path.length() > LONGEST_PATH || query.length() > LONGEST_QUERY) {
      throw new Refusal(
          414,
          "Too long; the path may have "
              + LONGEST_PATH
              + " characters and the query "
              + LONGEST_QUERY);
    }
    return new Target(segments(path), parameters(query));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    String inside = path.startsWith("/") ? path.substring(1) : path;
    for (String segment : inside.split("/", -1)) {
      String decoded = decode(segment, false);
      if (decoded.equals(".") || decoded.equals("..")) {
        throw new Refusal(400, "Bad path; it must not contain '.' or '..'");
      }
      segments.add(decoded);
    }
    return List.copyOf(segments);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query.isEmpty()) {
      return parameters;
    }
    String[] pairs = query.split("&", MOST_PARAMETERS + 1);
    if (pairs.length > MOST_PARAMETERS) {
      throw new Refusal(400, "Too many query parameters; at most " + MOST_PARAMETERS);
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = decode(equals < 0 ? "" : pair.substring(equals + 1), true);
      if (parameters.put(name, value) != null) {
        throw new Refusal(400, "Bad query; a parameter stands twice");
      }
    }
    return Map.copyOf(parameters);
  }

  /** Strict, unlike the JDK's decoder: a half escape or bad UTF-8 is an error. */
  private static String decode(String text, boolean form) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) (hex(text, i + 1) * 16 + hex(text, i + 2));
        i += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes[length++] = (byte) (form && c == '+' ? ' ' : c);
      } else {
        throw new Refusal(400, "Bad character in the path or query");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException bad) {
      throw new Refusal(400, "Bad percent-encoding; it must be UTF-8");
    }
  }

  private static int hex(String text, int at) {
    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0) {
      throw new Refusal(400, "Bad percent-encoding; '%' must stand before two hexadecimal digits");
    }
    return digit;
  }
}
