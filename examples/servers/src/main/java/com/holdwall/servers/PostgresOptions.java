package com.holdwall.servers;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a {@link PostgresServer} is set up. Immutable and thread-safe; its text never shows the
 * password.
 *
 * @param password the password of the superuser; empty (the default) means that every local
 *     connection is trusted, anything else that every connection needs it (scram-sha-256)
 * @param maxConnections the server's {@code max_connections}, 4 to 10000, 100 by default; 3 of them
 *     are reserved for superusers, as in PostgreSQL's own defaults
 * @param startTimeout how long a start may take, unpacking and initdb included; 60 s by default
 * @param settings more server settings by name, as in postgresql.conf; none by default
 */
public record PostgresOptions(
    String password, int maxConnections, Duration startTimeout, Map<String, String> settings) {

  private static final Pattern SETTING_NAME = Pattern.compile("[a-z_][a-z0-9_.]*");

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException if a value is outside its range, the password has more than
   *     one line, or a setting's name is not a lower-case identifier
   */
  public PostgresOptions {
    if (password.lines().count() > 1 || password.endsWith("\n") || password.endsWith("\r")) {
      throw new IllegalArgumentException("password must be a single line without its line end");
    }
    if (maxConnections < 4 || maxConnections > 10_000) {
      throw new IllegalArgumentException(
          "maxConnections must be within 4 and 10000, but is " + maxConnections);
    }
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("startTimeout must be above 0, but is " + startTimeout);
    }
    settings = Map.copyOf(settings);
    settings.keySet().forEach(PostgresOptions::requireName);
  }

  /**
   * The defaults: no password, 100 connections, 60 s, no more settings.
   *
   * @return the same values each time
   */
  public static PostgresOptions defaults() {
    return new PostgresOptions("", 100, Duration.ofSeconds(60), Map.of());
  }

  /**
   * The same options with password authentication for every connection.
   *
   * @param password not empty, one line
   * @return a copy
   * @throws IllegalArgumentException if the password is empty or has several lines
   */
  public PostgresOptions withPassword(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password must not be empty");
    }
    return new PostgresOptions(password, maxConnections, startTimeout, settings);
  }

  /**
   * The same options with another limit of connections.
   *
   * @param maxConnections 4 to 10000
   * @return a copy
   * @throws IllegalArgumentException if it is outside that range
   */
  public PostgresOptions withMaxConnections(int maxConnections) {
    return new PostgresOptions(password, maxConnections, startTimeout, settings);
  }

  /**
   * The same options with another time limit for a start.
   *
   * @param startTimeout above 0
   * @return a copy
   * @throws IllegalArgumentException if it is not above 0
   */
  public PostgresOptions withStartTimeout(Duration startTimeout) {
    return new PostgresOptions(password, maxConnections, startTimeout, settings);
  }

  /**
   * The same options with one more server setting, such as {@code statement_timeout}.
   *
   * @param name a setting of postgresql.conf, in lower case
   * @param value its value, as in postgresql.conf but without quotes
   * @return a copy
   * @throws IllegalArgumentException if the name is not a lower-case identifier
   */
  public PostgresOptions withSetting(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put(name, Objects.requireNonNull(value, "value"));
    return new PostgresOptions(password, maxConnections, startTimeout, more);
  }

  /** Whether connections need the password. */
  boolean needsPassword() {
    return !password.isEmpty();
  }

  private static void requireName(String name) {
    if (!SETTING_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a setting's name must match " + SETTING_NAME + ", but is " + name);
    }
  }

  /**
   * The options without the password.
   *
   * @return for messages
   */
  @Override
  public String toString() {
    return "PostgresOptions[password="
        + (needsPassword() ? "***" : "none")
        + ", maxConnections="
        + maxConnections
        + ", startTimeout="
        + startTimeout
        + ", settings="
        + settings
        + "]";
  }
}
