package com.holdwall.example.reference;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.micrometer.ProbeMeters;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.jdbc.JdbcQueue;
import com.holdwall.resilience.dlq.jdbc.ReliableWorker;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import com.holdwall.resilience.micrometer.ConnectionRetryMeters;
import com.holdwall.resilience.micrometer.DeadLetterMeters;
import com.holdwall.resilience.micrometer.GuardMeters;
import com.holdwall.resilience.micrometer.ModelRouterMeters;
import com.holdwall.resilience.micrometer.QueueMeters;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The meters that real objects of the library register. Stateless. */
final class MeterTables {

  private MeterTables() {}

  /** Every binder, bound to nothing that runs. */
  static List<MeterBinder> binders() {
    HikariDataSource pool = new HikariDataSource();
    Guard guard =
        Guard.named("name")
            .retry(Backoff.exponential(Duration.ofMillis(1)))
            .circuitBreaker()
            .build();
    ModelRouter<String, String> router =
        ModelRouter.<String, String>builder().model("name", request -> request).build();
    ReliableConsumer consumer =
        ReliableConsumer.builder("group", Map.of("bootstrap.servers", "127.0.0.1:9"))
            .topics("events")
            .build(RecordReader.text(), event -> {});
    ReliableWorker worker =
        JdbcQueue.in(pool).worker("group").topics("events").build(RecordReader.text(), event -> {});
    return List.of(
        ProbeMeters.of(registry()),
        GuardMeters.of(guard),
        ConnectionRetryMeters.of(RetryingDataSource.wrap(pool)),
        ModelRouterMeters.of("name", router),
        DeadLetterMeters.of(consumer),
        QueueMeters.of(worker));
  }

  private static ProbeRegistry registry() {
    return ProbeRegistry.builder().register(DatabaseProbe.of(new HikariDataSource())).build();
  }

  /** Name, type, unit and tags of each meter that a binder registers, by name. */
  static Collection<List<String>> micrometer(MeterBinder binder) {
    MeterRegistry meters = new SimpleMeterRegistry();
    binder.bindTo(meters);
    Map<String, List<String>> rows = new TreeMap<>();
    for (Meter meter : meters.getMeters()) {
      Meter.Id id = meter.getId();
      String tags = id.getTags().stream().map(Tag::getKey).map(MeterTables::code).collect(joined());
      String what = Objects.requireNonNullElse(id.getDescription(), "");
      String unit = Objects.requireNonNullElse(id.getBaseUnit(), "");
      String type = id.getType().name().toLowerCase(Locale.ROOT);
      rows.put(id.getName(), List.of(code(id.getName()), type, unit, tags, Markdown.cell(what)));
    }
    return rows.values();
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }
}
