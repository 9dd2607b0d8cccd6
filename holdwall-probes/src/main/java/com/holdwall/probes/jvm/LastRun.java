package com.holdwall.probes.jvm;

/** How the process before this one ended, as far as its breadcrumb tells. Immutable. */
sealed interface LastRun {

  /** From here on, of the limit, a process that vanished was probably killed for its memory. */
  double NEAR_LIMIT = 0.95;

  /** Nobody can tell. */
  record Unknown(String reason) implements LastRun {}

  /** There was none here: the directory holds no breadcrumb. */
  record None() implements LastRun {}

  /** It stopped as it should. */
  record Clean(Breadcrumb last) implements LastRun {}

  /** It vanished while its memory was at the limit. */
  record NearLimit(Breadcrumb last) implements LastRun {}

  /** It vanished while its memory was not at the limit. */
  record Crashed(Breadcrumb last) implements LastRun {}

  static LastRun of(Breadcrumb last) {
    if (last.clean()) {
      return new Clean(last);
    }
    return last.ratio().orElse(0.0) >= NEAR_LIMIT ? new NearLimit(last) : new Crashed(last);
  }
}
