package com.holdwall.resilience.dlq.jdbc;

import org.jspecify.annotations.Nullable;

/** Text of others, such as an exception's message, so that PostgreSQL can hold it. */
final class StorableText {

  private StorableText() {}

  /** The text with U+FFFD for what PostgreSQL's text cannot hold: U+0000 and half a surrogate. */
  static @Nullable String of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == 0 || isHalf(point) ? 0xFFFD : point)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }

  private static boolean isHalf(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
