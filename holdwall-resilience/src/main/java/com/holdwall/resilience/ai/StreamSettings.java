package com.holdwall.resilience.ai;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a stream needs beside a router's settings.
 *
 * @param policy what to do where an answer breaks off
 * @param content which parts are content; what comes before the first may be thrown away
 * @param end which part is the last; null if the end of the stream is
 */
record StreamSettings<Q, T>(
    AfterFirstToken<Q, T> policy,
    Predicate<? super T> content,
    @Nullable Predicate<? super T> end) {}
