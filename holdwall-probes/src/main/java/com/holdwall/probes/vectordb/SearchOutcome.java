package com.holdwall.probes.vectordb;

/** How a search ended. A search that the service itself cancelled is not recorded. */
public enum SearchOutcome {
  /** The answer came, whatever it held. */
  SUCCESS(0),
  /** The service's time limit ended it. */
  TIMEOUT(1),
  /** The database failed or refused it, or could not be reached. */
  FAILED(2);

  private final int index;

  SearchOutcome(int index) {
    this.index = index;
  }

  /** Its place in an array of counts. */
  int index() {
    return index;
  }
}
