package com.holdwall.benchmarks.dlq;

/** A way to consume a topic at least once, with two retries in place and then a dead letter. */
interface Contender {

  /** How many attempts a record gets. */
  int ATTEMPTS = 3;

  /** About how long after a failure it is tried again: longer waits would only show themselves. */
  long RETRY_MILLIS = 1;

  /** What it is called in the table. */
  String name();

  /** Starts to consume; closing it stops that, and commits. */
  AutoCloseable start(Run run);

  /**
   * What to consume.
   *
   * @param bootstrap the broker
   * @param topic the source
   * @param trickle a topic with a healthy record now and then, as a live one has
   * @param deadLetters where records go that fail
   * @param group a group that has committed nothing yet
   * @param work the handler
   */
  record Run(
      String bootstrap,
      String topic,
      String trickle,
      String deadLetters,
      String group,
      Work work) {}
}
