package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RandomSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A worker's settings, checked by its builder. */
record WorkerSettings(
    JdbcQueue queue,
    String group,
    List<String> topics,
    Processor<?> processor,
    Guard guard,
    FailureClassifier classifier,
    List<Duration> delays,
    int concurrency,
    int maxInHand,
    long maxInHandBytes,
    Duration lease,
    Duration transactionLimit,
    Duration pollInterval,
    Duration statementTimeout,
    Duration stuckAfter,
    Backoff databaseBackoff,
    Backoff probeBackoff,
    int outageMinimum,
    Clock clock,
    RandomSource random) {}
