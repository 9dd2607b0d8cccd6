package com.holdwall.resilience.jdbc;

/**
 * What a {@link RetryingDataSource} has done since it was built. Immutable. The counts are read one
 * after another while callers go on, so that they may differ by the calls under way.
 *
 * @param attempts how often a connection was asked of the wrapped data source
 * @param retries how many of these attempts were not the first of their call
 * @param recovered calls that got their connection after at least one retry
 * @param exhausted calls that failed for a transient cause, as no attempt or no time was left
 * @param notRetried calls that failed for a cause that waiting does not mend, or were interrupted
 */
public record ConnectionRetryCounts(
    long attempts, long retries, long recovered, long exhausted, long notRetried) {}
