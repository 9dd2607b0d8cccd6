package com.holdwall.probes.jvm;

/** How the last process ended, in a sentence. Stateless. */
final class LastRunWords {

  private LastRunWords() {}

  static String of(LastRun run) {
    if (run instanceof LastRun.NearLimit near) {
      return "no clean stop; last seen " + seen(near.last());
    }
    if (run instanceof LastRun.Crashed crashed) {
      return "no clean stop; last seen " + seen(crashed.last()) + ", not at the limit";
    }
    if (run instanceof LastRun.Clean clean) {
      return "stopped as it should at " + clean.last().at();
    }
    return run instanceof LastRun.Unknown unknown
        ? unknown.reason()
        : "no process before this one left a breadcrumb here";
  }

  private static String seen(Breadcrumb last) {
    String memory =
        last.ratio()
            .map(
                ratio ->
                    Words.bytes(last.used())
                        + " of "
                        + Words.bytes(last.limit())
                        + " used ("
                        + Words.percent(ratio)
                        + ")")
            .orElse("without a known limit");
    String heap =
        last.heap() < 0 ? "" : ", heap " + Words.percent(last.heap()) + " after collection";
    return last.at() + " with " + memory + heap;
  }
}
