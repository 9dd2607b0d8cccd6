package com.holdwall.probes.auth;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * An OpenID Connect provider, and how it may be asked. Immutable; its text never holds the secret.
 */
public final class OidcProvider {

  /**
   * Who asks for a token.
   *
   * @param id the client's id
   * @param secret gives its secret
   * @param every how far two tokens are apart while they are given
   */
  record Client(String id, Supplier<String> secret, Duration every) {}

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");

  /** A client's id goes into a request: printable, and short enough to be one. */
  private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private final String name;
  private final URI issuer;
  private final Optional<Client> client;

  private OidcProvider(String name, URI issuer, Optional<Client> client) {
    this.name = name;
    this.issuer = issuer;
    this.client = client;
  }

  /**
   * A provider that is found by its issuer. Its configuration and its keys are read; no token is
   * asked for.
   *
   * @param name its name in reports: lower-case words joined by hyphens, dots or underscores
   * @param issuer the issuer to the letter, such as {@code https://accounts.google.com}; plain http
   *     only on the loopback interface
   * @return the provider
   * @throws IllegalArgumentException if the name or the issuer has another form
   */
  public static OidcProvider of(String name, URI issuer) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "provider name '" + name + "' must be lower-case words joined by hyphens");
    }
    // Without the address in the text: it may hold a password.
    if (issuer.getHost() == null
        || issuer.getUserInfo() != null
        || issuer.getQuery() != null
        || issuer.getFragment() != null) {
      throw new IllegalArgumentException(
          "issuer of '" + name + "' must have a host, and neither user, query nor fragment");
    }
    boolean local = issuer.getHost().equals("localhost") || issuer.getHost().equals("127.0.0.1");
    if (!"https".equals(issuer.getScheme()) && !(local && "http".equals(issuer.getScheme()))) {
      throw new IllegalArgumentException("issuer of '" + name + "' must be https");
    }
    return new OidcProvider(name, issuer, Optional.empty());
  }

  /**
   * Also asks for a token by client credentials (RFC 6749, 4.4): the one way to see that the
   * provider still knows the client and its secret. A provider may count or bill tokens, so a
   * second one is asked for only after a while, or when the last was refused. The token is thrown
   * away unread.
   *
   * @param id the client's id
   * @param secret gives its secret, at each request; must not block
   * @param every how far two tokens are apart while they are given, such as 10 minutes; 1 s to a
   *     day
   * @return a provider like this one
   * @throws IllegalArgumentException if the id is empty, too long or not printable, or the time is
   *     out of range
   */
  public OidcProvider withClientCredentials(String id, Supplier<String> secret, Duration every) {
    Objects.requireNonNull(secret, "secret must not be null");
    if (!CLIENT.matcher(id).matches()) {
      throw new IllegalArgumentException("client id of '" + name + "' must match " + CLIENT);
    }
    if (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("every must be 1 s to a day, but is " + every);
    }
    return new OidcProvider(name, issuer, Optional.of(new Client(id, secret, every)));
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  URI issuer() {
    return issuer;
  }

  /** OpenID Connect Discovery 1.0, 4.1: a closing slash of the issuer is not doubled. */
  URI configuration() {
    String text = issuer.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  Optional<Client> client() {
    return client;
  }

  @Override
  public String toString() {
    return name;
  }
}
