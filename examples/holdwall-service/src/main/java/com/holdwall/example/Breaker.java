package com.holdwall.example;

import org.jspecify.annotations.Nullable;

/** Something that a person may break on purpose, and mend again. Thread-safe. */
final class Breaker {

  /** Breaks it, and says how it is mended. */
  interface Fault {
    Drill.Repair inject() throws Exception;
  }

  private final String name;
  private final String story;
  private final Fault fault;
  private Drill.@Nullable Repair repair;

  /**
   * Names it.
   *
   * @param name lower-case words joined by hyphens
   * @param story what is done, for a person who watches
   * @param fault does it
   */
  Breaker(String name, String story, Fault fault) {
    this.name = name;
    this.story = story;
    this.fault = fault;
  }

  String name() {
    return name;
  }

  String story() {
    return story;
  }

  synchronized boolean broken() {
    return repair != null;
  }

  /** {@return whether it was whole before} */
  synchronized boolean breakIt() throws Exception {
    if (repair != null) {
      return false;
    }
    repair = fault.inject();
    return true;
  }

  /** {@return whether it was broken before} */
  synchronized boolean mend() throws Exception {
    Drill.Repair known = repair;
    if (known == null) {
      return false;
    }
    known.action().run();
    repair = null;
    return true;
  }
}
