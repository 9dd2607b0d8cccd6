package com.holdwall.resilience.ai;

import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.HedgeDelay;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A router's settings, checked by its builder. Times in nanoseconds. */
record RouterSettings<Q, R>(
    List<Slot<Q, R>> slots,
    Selection selection,
    ErrorTable errors,
    long deadlineNanos,
    long floorNanos,
    long coolNanos,
    long accessNanos,
    RetryBudget budget,
    @Nullable HedgeDelay hedge,
    @Nullable PromptSize<Q> promptSize,
    Executor executor,
    Ticker ticker,
    Sleeper sleeper,
    RandomSource random) {}
