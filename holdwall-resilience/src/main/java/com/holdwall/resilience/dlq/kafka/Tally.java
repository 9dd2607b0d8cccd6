package com.holdwall.resilience.dlq.kafka;

import java.util.concurrent.atomic.LongAdder;

/** A consumer's counters. */
final class Tally {
  final LongAdder processed = new LongAdder();
  final LongAdder failedAttempts = new LongAdder();
  final LongAdder retriesScheduled = new LongAdder();
  final LongAdder retryAttempts = new LongAdder();
  final LongAdder deadLettered = new LongAdder();
  final LongAdder degraded = new LongAdder();
  final LongAdder sendFailures = new LongAdder();
  final LongAdder commits = new LongAdder();
  final LongAdder commitFailures = new LongAdder();

  /** Written by the poll thread. */
  volatile long inFlight;

  /** Written by the poll thread. */
  volatile long inFlightBytes;
}
