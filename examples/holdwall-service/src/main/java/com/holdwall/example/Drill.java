package com.holdwall.example;

/**
 * One fault, and what the service must say about it.
 *
 * @param name the fault's name in the results
 * @param story what is done, for a person who watches
 * @param expectedSymptom the key of the symptom that must be observed
 * @param expectedFinding the finding that the health must show
 * @param fault does it
 */
record Drill(
    String name, String story, String expectedSymptom, String expectedFinding, Fault fault) {

  /** Breaks something. */
  interface Fault {
    Repair inject() throws Exception;
  }

  /** Something that may fail. */
  interface Action {
    void run() throws Exception;
  }

  /**
   * Undoes the fault.
   *
   * @param story what is done, for a person who watches
   * @param action does it
   */
  record Repair(String story, Action action) {}
}
