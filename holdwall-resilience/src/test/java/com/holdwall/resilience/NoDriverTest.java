package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.jdbc.JdbcQueue;
import com.holdwall.resilience.dlq.jdbc.ReliableWorker;
import com.holdwall.resilience.dlq.jdbc.WorkerFinding;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.LetterFilter;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The jar without any driver. The build runs this with the drivers taken off the class path. */
class NoDriverTest {

  /** What is named after a driver, and the part of the redrive that is Kafka's. */
  private static final String NEEDS_A_DRIVER =
      "com\\.holdwall\\.resilience\\.(dlq\\.kafka|micrometer|ai\\.langchain4j)\\..*"
          + "|com\\.holdwall\\.resilience\\.dlq\\.redrive\\.(Redrive|RedriveRun|KafkaLetters)";

  @Test
  void drivers_areReallyNotThere() {
    for (String driver :
        new String[] {
          "com.zaxxer.hikari.HikariDataSource",
          "dev.langchain4j.model.chat.ChatModel",
          "io.micrometer.core.instrument.MeterRegistry",
          "org.apache.kafka.clients.consumer.KafkaConsumer",
          "org.postgresql.Driver"
        }) {
      assertThatThrownBy(() -> Class.forName(driver)).isInstanceOf(ClassNotFoundException.class);
    }
  }

  /** A class whose fields or methods name a missing class does not give them away. */
  @Test
  void everyClassThatIsNotNamedAfterADriver_loadsWithAllItsMembers() throws Exception {
    Path classes =
        Path.of(URI.create(Guard.class.getProtectionDomain().getCodeSource().getLocation() + ""));
    List<String> names;
    try (Stream<Path> files = Files.walk(classes)) {
      names =
          files
              .map(file -> classes.relativize(file).toString())
              .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
              .map(file -> file.replace(".class", "").replace('/', '.'))
              .filter(name -> !name.matches(NEEDS_A_DRIVER))
              .toList();
    }
    assertThat(names).hasSizeGreaterThan(150);
    for (String name : names) {
      Class<?> loaded = Class.forName(name);
      assertThat(loaded.getDeclaredMethods().length + loaded.getDeclaredFields().length)
          .as(name)
          .isNotNegative();
    }
  }

  @Test
  void guardAndRouter_work() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Guard guard =
        Guard.named("target")
            .retry(Backoff.exponential(Duration.ofMillis(1)))
            .circuitBreaker()
            .build();
    String answer =
        guard.call(
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IOException("once");
              }
              return "answer";
            });
    assertThat(answer).isEqualTo("answer");
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder()
            .model("first", prompt -> "first " + prompt)
            .fallback("second", prompt -> "second " + prompt)
            .deadline(Duration.ofSeconds(5))
            .build();
    assertThat(router.call("prompt")).isEqualTo("first prompt");
  }

  @Test
  void queueAndDataSource_workWithAnyDataSource() {
    DataSource down =
        (DataSource)
            Proxy.newProxyInstance(
                NoDriverTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  throw new SQLTransientConnectionException("down", "08001");
                });
    RetryingDataSource retrying =
        RetryingDataSource.builder(down)
            .maxAttempts(2)
            .backoff(Backoff.exponential(Duration.ofMillis(1)))
            .build();
    assertThatThrownBy(retrying::getConnection).isInstanceOf(SQLException.class);
    assertThat(retrying.counts().retries()).isEqualTo(1);
    try (ReliableWorker worker =
        JdbcQueue.in(down)
            .worker("billing")
            .topics("orders")
            .build(RecordReader.text(), delivery -> {})
            .start()) {
      assertThat(worker.findings())
          .extracting(WorkerFinding::kind)
          .containsExactly(WorkerFinding.Kind.DATABASE_FAILING);
      worker.close(Duration.ofSeconds(1));
    }
  }

  @Test
  void lettersAndTheirFilters_work() {
    Letter letter =
        new Letter("dead", 0, 1, Instant.EPOCH, null, null, List.of(RawHeader.text("trace", "t1")));
    assertThat(LetterFilter.header("trace", "t1").test(letter)).isTrue();
    assertThat(letter.info()).isEmpty();
    assertThat(DeadLetterHeaders.replayCount(letter.headers())).isZero();
  }
}
