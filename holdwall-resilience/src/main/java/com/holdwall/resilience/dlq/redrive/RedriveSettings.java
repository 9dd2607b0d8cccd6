package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A redrive's settings, checked by its builder. */
record RedriveSettings(
    String topic,
    Map<String, Object> consumer,
    Map<String, Object> producer,
    Set<String> allowed,
    Predicate<Letter> filter,
    int perSecond,
    int maxReplays,
    String operator,
    Consumer<RedriveEntry> audit,
    Duration joinTimeout,
    Clock clock,
    Ticker ticker,
    Sleeper sleeper) {}
