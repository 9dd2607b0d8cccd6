package com.holdwall.resilience.dlq.kafka;

/**
 * What the parts of a consumer share.
 *
 * @param completed told for each record that is completed
 */
record ConsumerParts(
    FloodBreaker breaker,
    Holding holding,
    Parcels parcels,
    Outbox outbox,
    Tally tally,
    Notices notices,
    Runnable completed) {}
