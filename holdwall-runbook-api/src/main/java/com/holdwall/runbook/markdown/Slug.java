package com.holdwall.runbook.markdown;

import java.util.Locale;

/** The anchor of a heading, as GitHub makes it, limited to what an id may hold. */
final class Slug {

  private Slug() {}

  static String of(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .strip()
        .replaceAll("[ -]+", "-")
        .replaceAll("^-|-$", "");
  }
}
