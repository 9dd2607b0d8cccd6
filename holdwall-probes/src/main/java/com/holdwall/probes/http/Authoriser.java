package com.holdwall.probes.http;

/**
 * Decides what a caller may see. Called for each request; thread-safe; an exception counts as
 * refused.
 */
@FunctionalInterface
public interface Authoriser {

  /** What was decided. */
  enum Decision {
    /** It may. */
    ALLOWED,
    /** It is not known who asks: 401. */
    UNAUTHENTICATED,
    /** It is known, and it may not: 403. */
    FORBIDDEN
  }

  /**
   * Decides.
   *
   * @param request the request; its body must not be read
   * @param permission what is asked for
   * @return the decision
   */
  Decision decide(HealthRequest request, Permission permission);

  /** {@return the default: everybody sees a bare status, and nobody anything else} */
  static Authoriser nobody() {
    return (request, permission) -> Decision.UNAUTHENTICATED;
  }

  /**
   * Lets in who knows a token, as {@code Authorization: Bearer} header. The token is kept as a
   * digest and compared in constant time.
   *
   * @param token the token; at least 16 characters
   * @return the authoriser
   * @throws IllegalArgumentException if the token is shorter; it is not in the message
   */
  static Authoriser bearer(String token) {
    return new BearerToken(token);
  }
}
