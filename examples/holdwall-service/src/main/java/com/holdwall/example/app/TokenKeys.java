package com.holdwall.example.app;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The provider's keys, and whether one of them signed a token. They are asked for again when they
 * are old, and when a token names a key that is not known, once a second at the most. Thread-safe.
 */
final class TokenKeys {

  /** Asks the provider. */
  interface Source {
    String get() throws IOException, InterruptedException;
  }

  private static final Pattern KEY = Pattern.compile("\\{[^{}]*\"kty\"[^{}]*\\}");
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);

  /** An hour in a service: a drill is over by then. */
  private static final Duration MOST_AGE = Duration.ofSeconds(2);

  private final Source source;
  private Map<String, PublicKey> keys = Map.of();
  private long askedAt;
  private boolean asked;

  TokenKeys(Source source) {
    this.source = source;
  }

  /**
   * Verifies a token's signature.
   *
   * @throws IOException if no known key signed it, or the provider does not tell its keys
   */
  void verify(String token) throws IOException, InterruptedException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IOException("the token must have three parts, but has " + parts.length);
    }
    String head = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    PublicKey key = key(field(head, "kid"));
    if (key == null) {
      throw new IOException("the token's key is unknown to its provider");
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        throw new IOException("the token's signature is wrong");
      }
    } catch (GeneralSecurityException unfit) {
      throw new IOException("the token cannot be verified", unfit);
    }
  }

  private synchronized @Nullable PublicKey key(String id) throws IOException, InterruptedException {
    long age = asked ? System.nanoTime() - askedAt : Long.MAX_VALUE;
    boolean unknown = !keys.containsKey(id);
    if (age > MOST_AGE.toNanos() || (unknown && age > LEAST_AGE.toNanos())) {
      asked = true;
      askedAt = System.nanoTime();
      try {
        keys = parse(source.get());
      } catch (IOException notTold) {
        // Keys do not get bad because their provider is out.
        if (unknown) {
          throw notTold;
        }
      }
    }
    return keys.get(id);
  }

  private static Map<String, PublicKey> parse(String set) throws IOException {
    Map<String, PublicKey> found = new HashMap<>();
    Matcher key = KEY.matcher(set);
    while (key.find()) {
      RSAPublicKeySpec spec =
          new RSAPublicKeySpec(number(key.group(), "n"), number(key.group(), "e"));
      try {
        found.put(field(key.group(), "kid"), KeyFactory.getInstance("RSA").generatePublic(spec));
      } catch (GeneralSecurityException unfit) {
        throw new IOException("a key of the provider cannot be read", unfit);
      }
    }
    return found;
  }

  private static BigInteger number(String json, String name) throws IOException {
    return new BigInteger(1, Base64.getUrlDecoder().decode(field(json, name)));
  }

  private static String field(String json, String name) throws IOException {
    Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
    if (!field.find()) {
      throw new IOException("the provider's answer has no field '" + name + "'");
    }
    return field.group(1);
  }
}
