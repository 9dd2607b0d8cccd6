package com.holdwall.resilience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterMetersTest {

  @Test
  void bindTo_showsHoldwallsNamesByGroup() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ReliableConsumer consumer =
        ReliableConsumer.builder("billing", Map.of("bootstrap.servers", "127.0.0.1:1"))
            .topics("orders")
            .build(RecordReader.text(), delivery -> {})) {
      DeadLetterMeters.of(consumer).bindTo(registry);
      assertThat(registry.getMeters())
          .extracting(Meter::getId)
          .allSatisfy(id -> assertThat(id.getTag("group")).isEqualTo("billing"))
          .extracting(Meter.Id::getName)
          .contains(
              "kafka.dlq.messages",
              "kafka.dlq.messages.sent",
              "kafka.dlq.retry.scheduled",
              "kafka.dlq.retry.attempts",
              "kafka.dlq.retry.failures",
              "kafka.dlq.send.failures",
              "holdwall.consumer.outage");
      assertThat(registry.get("holdwall.consumer.in.flight").gauge().value()).isZero();
      assertThat(registry.get("kafka.dlq.messages.sent").functionCounter().count()).isZero();
    }
  }
}
