package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.dlq.Compatibility;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A consumer's settings, checked by its builder. */
record ConsumerSettings(
    String group,
    List<String> topics,
    Map<String, Object> consumer,
    Map<String, Object> producer,
    Map<String, Object> admin,
    Processor<?> processor,
    Guard guard,
    FailureClassifier classifier,
    TopicNames names,
    RetryTopics retries,
    TopicPolicy topicPolicy,
    Set<Compatibility> compatibility,
    @Nullable String transactionalId,
    int concurrency,
    int maxInFlight,
    long maxInFlightBytes,
    Duration commitInterval,
    Duration drainTimeout,
    Duration stuckAfter,
    Backoff sendBackoff,
    Backoff probeBackoff,
    int outageMinimum,
    Clock clock,
    RandomSource random) {}
