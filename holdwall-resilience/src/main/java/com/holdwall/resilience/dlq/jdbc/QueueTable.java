package com.holdwall.resilience.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The names of a queue's two tables and their indexes. Any name is allowed that PostgreSQL can
 * hold; all are quoted.
 *
 * @param schema where the tables are; null for the first schema of the connection's search path
 * @param name the queue's table; the dead letters' has {@code _dead} behind it
 */
record QueueTable(@Nullable String schema, String name) {

  /** PostgreSQL cuts off what is longer, and two names would be one. */
  private static final int MAX_BYTES = 63;

  private static final String LONGEST_SUFFIX = "_dead_topic";

  QueueTable {
    if (schema != null) {
      requireName("schema", schema, MAX_BYTES);
    }
    Objects.requireNonNull(name, "table must not be null");
    requireName("table", name, MAX_BYTES - LONGEST_SUFFIX.length());
  }

  private static void requireName(String what, String value, int most) {
    int bytes = value.getBytes(UTF_8).length;
    boolean legal = bytes > 0 && bytes <= most && UTF_8.newEncoder().canEncode(value);
    if (!legal || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          what
              + " must have 1 to "
              + most
              + " bytes of UTF-8 and no control character, but is '"
              + value
              + "'");
    }
  }

  /** The queue's table, quoted, with its schema. */
  String queue() {
    return qualified(name);
  }

  /** The dead letters' table, quoted, with its schema. */
  String dead() {
    return qualified(deadName());
  }

  String deadName() {
    return name + "_dead";
  }

  private String qualified(String table) {
    return schema == null ? quoted(table) : quoted(schema) + "." + quoted(table);
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Puts the quoted names into a statement. */
  String sql(String template) {
    return new NamePattern(this).replace(template);
  }

  String index(String suffix) {
    return quoted(name + suffix);
  }

  @Override
  public String toString() {
    return queue();
  }
}
