package com.holdwall.resilience.dlq.jdbc;

/**
 * What a worker has done since it was built, and what it has in hand. Immutable. Read while the
 * worker goes on, so that the numbers may differ by the records under way.
 *
 * @param processed records that the handler processed and whose rows are gone
 * @param failedAttempts attempts that failed
 * @param retriesScheduled records that were put off
 * @param retryAttempts attempts at records that were put off before
 * @param deadLettered records that were moved to the dead letters
 * @param leasesLost records that another worker had got when this one was done with them, or before
 * @param claims looks for records
 * @param databaseFailures statements of the worker's own that failed, and are tried again
 * @param inHand records leased
 * @param inHandBytes bytes of their keys and values
 * @param held records that are tried again here, for want of evidence that they are to blame
 * @param outage whether the worker waits for a dependency
 */
public record WorkerCounts(
    long processed,
    long failedAttempts,
    long retriesScheduled,
    long retryAttempts,
    long deadLettered,
    long leasesLost,
    long claims,
    long databaseFailures,
    long inHand,
    long inHandBytes,
    long held,
    boolean outage) {}
