package com.holdwall.resilience.dlq.kafka;

/**
 * What a consumer has done since it was built, and what it has in hand. Immutable. Read while the
 * consumer goes on, so that the numbers may differ by the records under way.
 *
 * @param processed records that the handler processed
 * @param failedAttempts attempts that failed
 * @param retriesScheduled records that a retry topic acknowledged
 * @param retryAttempts attempts at records out of retry topics
 * @param deadLettered dead letters acknowledged
 * @param degraded dead letters of those that are not complete
 * @param sendFailures letters, retries and outputs that were not acknowledged and are sent again
 * @param commits commits acknowledged
 * @param commitFailures commits that failed
 * @param inFlight records between poll and commit
 * @param inFlightBytes bytes of their keys and values
 * @param held records that are tried again here, for want of evidence that they are to blame
 * @param parkedKeys keys whose records wait for an earlier one
 * @param outage whether consumption waits for a dependency
 */
public record ConsumerCounts(
    long processed,
    long failedAttempts,
    long retriesScheduled,
    long retryAttempts,
    long deadLettered,
    long degraded,
    long sendFailures,
    long commits,
    long commitFailures,
    long inFlight,
    long inFlightBytes,
    long held,
    long parkedKeys,
    boolean outage) {}
