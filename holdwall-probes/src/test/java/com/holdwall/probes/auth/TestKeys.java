package com.holdwall.probes.auth;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** JSON Web Keys for tests. */
final class TestKeys {

  // RFC 7517, appendix A.1, and RFC 8037, appendix A.2.
  static final String EC =
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"ec\","
          + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
          + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";
  static final String ED25519 =
      "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\","
          + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

  private TestKeys() {}

  static String rsa(String name, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
      return "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\""
          + name
          + "\",\"n\":\""
          + text(key.getModulus())
          + "\",\"e\":\""
          + text(key.getPublicExponent())
          + "\"}";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static String text(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }
}
