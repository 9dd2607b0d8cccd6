package com.holdwall.resilience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.jdbc.JdbcQueue;
import com.holdwall.resilience.dlq.jdbc.ReliableWorker;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class QueueMetersTest {

  @Test
  void bindTo_showsTheCountsByGroup_withoutAskingTheDatabase() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (HikariDataSource unused = new HikariDataSource();
        ReliableWorker worker =
            JdbcQueue.in(unused)
                .worker("billing")
                .topics("orders")
                .build(RecordReader.text(), delivery -> {})) {
      QueueMeters.of(worker).bindTo(registry);
      assertThat(registry.getMeters())
          .hasSize(12)
          .extracting(Meter::getId)
          .allSatisfy(id -> assertThat(id.getTag("group")).isEqualTo("billing"))
          .extracting(Meter.Id::getName)
          .allSatisfy(name -> assertThat(name).startsWith("holdwall.worker."));
      assertThat(registry.get("holdwall.worker.outage").gauge().value()).isZero();
      assertThat(registry.get("holdwall.worker.processed").functionCounter().count()).isZero();
    }
  }
}
