package com.holdwall.runbook;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Argument checks whose messages give the name, the value and the rule. */
final class Require {

  /**
   * Possessive: a group that may give back recurses once for each word, and overflows the stack.
   */
  private static final Pattern KEBAB = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");

  private Require() {}

  static String kebab(String name, String value) {
    if (!KEBAB.matcher(value).matches()) {
      throw new IllegalArgumentException(
          name + " '" + value + "' must be lower-case words joined by hyphens, like 'disk-space'");
    }
    return value;
  }

  static String text(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank, but is '" + value + "'");
    }
    return value;
  }

  static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
    return value;
  }

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, but is " + value);
    }
    return value;
  }

  static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
    return value;
  }

  static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
    }
    return value;
  }

  static void section(StepId id, boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("step id '" + id + "' must be of " + rule);
    }
  }

  static void owner(RunbookId runbook, Object part, RunbookId owner) {
    if (!owner.equals(runbook)) {
      throw new IllegalArgumentException(
          "'" + part + "' must be of runbook '" + runbook + "', but is of '" + owner + "'");
    }
  }

  static <T> void distinct(String name, Collection<T> items, Function<T, ?> key) {
    long keys = items.stream().map(key).distinct().count();
    if (keys != items.size()) {
      throw new IllegalArgumentException(
          name + " must be unique, but are " + items.stream().map(key).toList());
    }
  }
}
