package com.holdwall.probes.jvm;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them. Stateless. */
final class Words {

  private static final double KILO = 1024;

  private Words() {}

  static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  static String bytes(double bytes) {
    if (Math.abs(bytes) < KILO * KILO) {
      return String.format(Locale.ROOT, "%.0f KiB", bytes / KILO);
    }
    double mega = bytes / (KILO * KILO);
    return mega < KILO
        ? String.format(Locale.ROOT, "%.1f MiB", mega)
        : String.format(Locale.ROOT, "%.2f GiB", mega / KILO);
  }

  static String amount(double amount, String unit) {
    return unit.equals("bytes")
        ? bytes(amount)
        : String.format(Locale.ROOT, "%.0f %s", amount, unit);
  }

  static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
  }

  static String time(Duration time) {
    long minutes = time.toMinutes();
    if (minutes < 2) {
      return time.toSeconds() + " s";
    }
    return minutes < 180
        ? minutes + " min"
        : time.toHours() < 72 ? time.toHours() + " h" : time.toDays() + " days";
  }
}
