package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;

/**
 * What a check should know about its own run. Immutable.
 *
 * @param startedAt when the check started
 * @param deadline how long it may take, from then
 */
public record CheckContext(Instant startedAt, Duration deadline) {}
