/**
 * Records that cannot be processed, and what becomes of them: the handler's contract, which is the
 * same on Kafka ({@code dlq.kafka}) and on a table ({@code dlq.jdbc}), and the {@link
 * com.holdwall.resilience.dlq.DeadLetterInfo} that travels with a dead letter as headers. Needs no
 * driver.
 */
@NullMarked
package com.holdwall.resilience.dlq;

import org.jspecify.annotations.NullMarked;
