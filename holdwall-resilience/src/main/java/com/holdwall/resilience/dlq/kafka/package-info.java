/**
 * A Kafka consumer that loses no record: {@link
 * com.holdwall.resilience.dlq.kafka.ReliableConsumer}. What cannot be processed goes to retry
 * topics and then to a dead-letter topic, and an offset is committed only after all records before
 * it were processed or their dead letters acknowledged. Needs {@code kafka-clients}.
 */
@NullMarked
package com.holdwall.resilience.dlq.kafka;

import org.jspecify.annotations.NullMarked;
