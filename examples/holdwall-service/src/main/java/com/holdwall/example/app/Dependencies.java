package com.holdwall.example.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the service finds what it depends on. Immutable. What is empty is not configured: the
 * service then goes without that part, and its probe is not registered.
 *
 * @param jdbcUrl the database's URL, without the password
 * @param username the database's user
 * @param redisPort the cache's port on 127.0.0.1
 * @param first the model provider that is asked first
 * @param second the one that is asked while the first fails
 * @param kafka the brokers, as {@code host:port}
 * @param signIn the OpenID provider
 * @param chroma the vector database
 * @param files the folder of the service's own files
 */
public record Dependencies(
    String jdbcUrl,
    String username,
    int redisPort,
    Model first,
    Model second,
    Optional<String> kafka,
    Optional<Issuer> signIn,
    Optional<URI> chroma,
    Optional<Path> files) {

  /**
   * A model of a provider.
   *
   * @param provider the provider's name, such as {@code openai}
   * @param name the model's name
   * @param base the address before {@code /v1}
   * @param key gives the key
   */
  public record Model(String provider, String name, URI base, Supplier<String> key) {}

  /**
   * An OpenID provider, and the service as its client.
   *
   * @param issuer the issuer
   * @param client the client's id
   * @param secret gives the client's secret
   */
  public record Issuer(URI issuer, String client, Supplier<String> secret) {}
}
