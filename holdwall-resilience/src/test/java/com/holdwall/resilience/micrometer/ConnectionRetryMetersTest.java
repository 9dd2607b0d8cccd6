package com.holdwall.resilience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.jdbc.RetryingDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ConnectionRetryMetersTest {

  @Test
  void bindTo_afterACallToAClosedPool_showsOneAttemptThatWasNotRetried() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RetryingDataSource source = RetryingDataSource.builder(closedPool()).named("orders").build();
    ConnectionRetryMeters.of(source).bindTo(registry);

    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("has been closed");

    assertThat(count(registry, "attempts")).isEqualTo(1);
    assertThat(count(registry, "retries")).isZero();
    assertThat(count(registry, "recovered")).isZero();
    assertThat(count(registry, "exhausted")).isZero();
    assertThat(count(registry, "not.retried")).isEqualTo(1);
  }

  private static double count(SimpleMeterRegistry registry, String what) {
    return registry
        .get("holdwall.connection." + what)
        .tag("datasource", "orders")
        .functionCounter()
        .count();
  }

  private static HikariDataSource closedPool() {
    HikariDataSource pool = new HikariDataSource();
    pool.close();
    return pool;
  }
}
