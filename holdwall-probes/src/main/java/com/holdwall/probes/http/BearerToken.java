package com.holdwall.probes.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** One shared token. Immutable. */
final class BearerToken implements Authoriser {

  private static final int SHORTEST = 16;
  private static final String SCHEME = "bearer ";

  private final byte[] digest;

  BearerToken(String token) {
    if (token.strip().length() < SHORTEST) {
      throw new IllegalArgumentException(
          "token must have at least "
              + SHORTEST
              + " characters, but has "
              + token.strip().length());
    }
    this.digest = digest(token.strip());
  }

  @Override
  public Decision decide(HealthRequest request, Permission permission) {
    Optional<String> header = request.header("Authorization");
    if (header.isEmpty() || !header.get().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Decision.UNAUTHENTICATED;
    }
    byte[] given = digest(header.get().substring(SCHEME.length()).strip());
    return MessageDigest.isEqual(digest, given) ? Decision.ALLOWED : Decision.UNAUTHENTICATED;
  }

  /** Of one length whatever the token's, so that the comparison tells nothing. */
  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Says nothing about the token. */
  @Override
  public String toString() {
    return "BearerToken";
  }
}
