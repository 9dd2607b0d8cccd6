package com.holdwall.probes.jvm;

/** What may run out besides the heap. */
enum Resource {
  DIRECT(MemoryFinding.BUFFERS_LEAKING, "direct buffers", "bytes", 16 << 20, true),
  MAPPED(MemoryFinding.BUFFERS_LEAKING, "mapped buffers", "bytes", 64 << 20, true),
  METASPACE(MemoryFinding.METASPACE_LEAKING, "metaspace", "bytes", 16 << 20, true),
  THREADS(MemoryFinding.THREADS_LEAKING, "threads", "threads", 50, false),
  FILE_DESCRIPTORS(MemoryFinding.FILE_DESCRIPTORS_LEAKING, "file descriptors", "files", 50, false),
  NATIVE(MemoryFinding.NATIVE_LEAKING, "memory outside the heap", "bytes", 64 << 20, false);

  private final MemoryFinding finding;
  private final String words;
  private final String unit;
  private final double floor;
  private final boolean collected;

  Resource(MemoryFinding finding, String words, String unit, double floor, boolean collected) {
    this.finding = finding;
    this.words = words;
    this.unit = unit;
    this.floor = floor;
    this.collected = collected;
  }

  MemoryFinding finding() {
    return finding;
  }

  String words() {
    return words;
  }

  String unit() {
    return unit;
  }

  /** Growth of less than this within the window is what healthy processes do. */
  double floor() {
    return floor;
  }

  /** Whether the collector frees it: only what is left after a collection is in use then. */
  boolean collected() {
    return collected;
  }
}
