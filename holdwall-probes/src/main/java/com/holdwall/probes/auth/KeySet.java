package com.holdwall.probes.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.holdwall.probes.auth.Jwk.BadKeyException;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The keys with which a provider's tokens are verified.
 *
 * @param keys the usable ones by name; one without a name is called by its place
 * @param ignored how many are not for signatures, or of a kind that is not known
 */
record KeySet(Map<String, PublicKey> keys, int ignored) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_KEYS = 100;
  private static final int LONGEST_NAME = 60;

  KeySet {
    keys = Collections.unmodifiableMap(new TreeMap<>(keys));
  }

  /**
   * Reads a set.
   *
   * @throws BadKeyException if it is no set, a key is broken or secret, or none can be used
   */
  static KeySet of(String body) throws BadKeyException {
    List<Map<String, String>> all = read(body);
    Map<String, PublicKey> keys = new TreeMap<>();
    int ignored = 0;
    for (int i = 0; i < all.size(); i++) {
      Optional<PublicKey> key = Jwk.publicKey(all.get(i));
      if (key.isPresent()) {
        String name = name(all.get(i), i);
        // Two of one name are allowed (RFC 7517, 4.5): neither hides the other.
        keys.put(keys.containsKey(name) ? name + " number " + (i + 1) : name, key.get());
      } else {
        ignored++;
      }
    }
    if (keys.isEmpty()) {
      throw new BadKeyException(
          all.isEmpty() ? "the set is empty" : "none of its " + all.size() + " keys can be used");
    }
    return new KeySet(keys, ignored);
  }

  /** A short name of printable characters: its sender is not trusted. */
  private static String name(Map<String, String> members, int place) {
    String name = members.getOrDefault("kid", "");
    String clean =
        name.replaceAll("[^\\x20-\\x7e]", "?")
            .substring(0, Math.min(name.length(), LONGEST_NAME))
            .strip();
    return clean.isEmpty() ? "number " + (place + 1) : clean;
  }

  private static List<Map<String, String>> read(String body) throws BadKeyException {
    try (JsonParser json = JSON.createParser(body)) {
      List<Map<String, String>> all = null;
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean keys = json.currentName().equals("keys");
          if (json.nextToken() == JsonToken.START_ARRAY && keys) {
            all = keys(json);
          } else {
            json.skipChildren();
          }
        }
      }
      if (all == null || json.currentToken() != JsonToken.END_OBJECT) {
        throw new BadKeyException("the answer is no set of keys");
      }
      return all;
    } catch (IOException noJson) {
      throw new BadKeyException("the answer is no set of keys");
    }
  }

  private static List<Map<String, String>> keys(JsonParser json)
      throws IOException, BadKeyException {
    List<Map<String, String>> all = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      Map<String, String> members = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          members.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
      all.add(members);
      if (all.size() > MOST_KEYS) {
        throw new BadKeyException("the set has more than " + MOST_KEYS + " keys");
      }
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw new BadKeyException("the answer is no set of keys");
    }
    return all;
  }
}
