package com.holdwall.resilience.dlq.jdbc;

import java.util.function.Consumer;

/**
 * What the parts of a worker share.
 *
 * @param outcomes takes what becomes of a record
 * @param outages told when an outage begins (true) or ends
 * @param fatal told what ends the worker
 */
record WorkerParts(
    WorkerTally tally,
    WorkerNotices notices,
    Consumer<Outcome> outcomes,
    Consumer<Boolean> outages,
    Consumer<Throwable> fatal) {

  void outage(boolean begins) {
    outages.accept(begins);
  }
}
