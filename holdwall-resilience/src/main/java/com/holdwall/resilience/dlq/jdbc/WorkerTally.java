package com.holdwall.resilience.dlq.jdbc;

import java.util.concurrent.atomic.LongAdder;

/** A worker's counters. */
final class WorkerTally {
  final LongAdder processed = new LongAdder();
  final LongAdder failedAttempts = new LongAdder();
  final LongAdder retriesScheduled = new LongAdder();
  final LongAdder retryAttempts = new LongAdder();
  final LongAdder deadLettered = new LongAdder();
  final LongAdder leasesLost = new LongAdder();
  final LongAdder claims = new LongAdder();
  final LongAdder databaseFailures = new LongAdder();
}
