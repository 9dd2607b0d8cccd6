/**
 * Looks at a Kafka consumer group: its lag, its members, what fails unseen, and the broker itself.
 */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.kafka;
