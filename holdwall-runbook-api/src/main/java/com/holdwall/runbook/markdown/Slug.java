package com.holdwall.runbook.markdown;

import java.util.Locale;
import java.util.regex.Pattern;

/** The anchor of a heading, as GitHub makes it, limited to what an id may hold. */
final class Slug {

  private static final Pattern OTHER = Pattern.compile("[^a-z0-9 -]");
  private static final Pattern GAP = Pattern.compile("[ -]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");

  private Slug() {}

  static String of(String title) {
    String words = OTHER.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("").strip();
    return ENDS.matcher(GAP.matcher(words).replaceAll("-")).replaceAll("");
  }
}
