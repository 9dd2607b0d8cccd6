package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.RedriveEntry;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A redrive's settings, checked by its builder. */
record JdbcRedriveSettings(
    String topic,
    Predicate<Letter> filter,
    int perSecond,
    int maxReplays,
    int limit,
    String operator,
    Consumer<RedriveEntry> audit,
    Clock clock,
    Ticker ticker,
    Sleeper sleeper) {}
