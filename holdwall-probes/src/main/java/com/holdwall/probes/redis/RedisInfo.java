package com.holdwall.probes.redis;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The server's INFO or CLUSTER INFO, by name. Immutable. */
record RedisInfo(Map<String, String> values) {

  /** Lines of {@code name:value}; comments and anything else are skipped. */
  static RedisInfo parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new RedisInfo(Map.copyOf(values));
  }

  RedisInfo {
    values = Map.copyOf(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** The number, or the default where the server does not say one. */
  long number(String name, long otherwise) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException absent) {
      return otherwise;
    }
  }

  /** How full the memory is, for a person. */
  String memory() {
    long most = number("maxmemory", 0);
    String used = megabytes(number("used_memory", 0));
    return most == 0
        ? used + " used, no limit"
        : used + " of " + megabytes(most) + " used, policy " + text("maxmemory_policy");
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** Whether a restart would keep the data: it decides how much a restart destroys. */
  String persistence() {
    if (text("aof_enabled").equals("1")) {
      return "the append-only file is on, last write " + text("aof_last_write_status");
    }
    return "the append-only file is off, last snapshot "
        + text("rdb_last_bgsave_status")
        + ", "
        + number("rdb_changes_since_last_save", 0)
        + " changes since";
  }
}
