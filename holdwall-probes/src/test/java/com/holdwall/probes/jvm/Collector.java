package com.holdwall.probes.jvm;

/** A collector, and the option that chooses it. */
enum Collector {
  G1("G1", "-XX:+UseG1GC"),
  SERIAL("Serial", "-XX:+UseSerialGC"),
  PARALLEL("Parallel", "-XX:+UseParallelGC"),
  ZGC("ZGC", "-XX:+UseZGC"),
  SHENANDOAH("Shenandoah", "-XX:+UseShenandoahGC");

  private final String words;
  private final String option;

  Collector(String words, String option) {
    this.words = words;
    this.option = option;
  }

  String words() {
    return words;
  }

  String option() {
    return option;
  }
}
