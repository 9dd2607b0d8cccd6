package com.holdwall.probes.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content negotiation, after RFC 9110 section 12.5.1. Stateless. */
final class Accept {

  /** More ranges than any client sends; the rest is ignored. */
  private static final int MOST = 32;

  private record Range(String media, Optional<String> version, double quality) {

    int exactness() {
      int wildcards = media.equals("*/*") ? 0 : media.endsWith("/*") ? 1 : 2;
      return 2 * wildcards + (version.isPresent() ? 1 : 0);
    }
  }

  private Accept() {}

  /** The first of the offered formats that the header likes best; throws 406 if it likes none. */
  static Format choose(Optional<String> header, List<Format> offered) {
    if (header.isEmpty() || header.get().isBlank()) {
      return offered.get(0);
    }
    List<Range> ranges = parse(header.get());
    @Nullable Format best = null;
    double quality = 0;
    for (Format format : offered) {
      double given = quality(format, ranges);
      if (given > quality) {
        best = format;
        quality = given;
      }
    }
    if (best == null) {
      throw new Refusal(
          406,
          "Not acceptable; offered are "
              + offered.stream().map(Format::mediaType).distinct().toList());
    }
    return best;
  }

  private static double quality(Format format, List<Range> ranges) {
    return ranges.stream()
        .filter(range -> format.fits(range.media(), range.version()))
        .max(Comparator.comparingInt(Range::exactness))
        .map(Range::quality)
        .orElse(0.0);
  }

  private static List<Range> parse(String header) {
    List<Range> ranges = new ArrayList<>();
    for (String part : header.split(",", MOST + 1)) {
      if (ranges.size() < MOST && !part.isBlank()) {
        ranges.add(range(part));
      }
    }
    return ranges;
  }

  private static Range range(String part) {
    String[] pieces = part.split(";", MOST);
    Optional<String> version = Optional.empty();
    double quality = 1;
    for (int i = 1; i < pieces.length; i++) {
      String[] pair = pieces[i].strip().split("=", 2);
      String value = pair.length == 2 ? pair[1].strip().replace("\"", "") : "";
      if (pair[0].equalsIgnoreCase("q")) {
        quality = number(value);
      } else if (pair[0].equalsIgnoreCase("version")) {
        version = Optional.of(value);
      }
    }
    return new Range(pieces[0].strip().toLowerCase(Locale.ROOT), version, quality);
  }

  private static double number(String text) {
    if (!text.matches("[01](\\.[0-9]{0,3})?")) {
      throw new Refusal(400, "Bad quality in Accept; it must be between 0 and 1");
    }
    return Math.min(1, Double.parseDouble(text));
  }
}
