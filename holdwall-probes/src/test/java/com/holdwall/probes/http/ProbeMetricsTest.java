package com.holdwall.probes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.metric.MeasuringProbe;
import com.holdwall.probes.metric.Metric;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A registered probe's own numbers are at the endpoints, however often they are given. */
class ProbeMetricsTest {

  private static final String SAMPLE = "kafka_consumer_lag{topic=\"events\"} 7\n";

  private final MeasuringProbe kafka =
      new MeasuringProbe("kafka", Metric.gauge("kafka_consumer_lag", "h", topic(), 7));
  private final ProbeRegistry registry = ProbeRegistry.builder().register(kafka).build();

  private static Map<String, String> topic() {
    return Map.of("topic", "events");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private HealthApiBuilder api() {
    return HealthApi.builder(registry).authoriser(Authoriser.bearer(Fixture.TOKEN));
  }

  private static String get(HealthApi api, String target) {
    return api.handle(FakeRequest.get(target).trusted()).body();
  }

  @Test
  void registeredProbe_isAtTheEndpoint_unfilteredAndFiltered_andInJson() {
    HealthApi api = api().build();
    assertThat(get(api, "/api/metrics")).contains(SAMPLE);
    assertThat(get(api, "/api/metrics?filter=kafka_consumer_lag")).contains(SAMPLE);
    assertThat(get(api, "/api/metrics?filter=cache_hit_rate")).doesNotContain(SAMPLE);
    assertThat(get(api, "/api/metrics?format=json"))
        .containsOnlyOnce("\"kafka_consumer_lag{topic=events}\":7.0");
  }

  @Test
  void registeredProbe_thatIsGivenByHandToo_isThereOnce() {
    HealthApi api = api().metrics(kafka).metrics(kafka).build();
    assertThat(get(api, "/api/metrics")).containsOnlyOnce(SAMPLE);
    assertThat(get(api, "/api/metrics?format=json")).containsOnlyOnce("kafka_consumer_lag{");
  }

  @Test
  void stranger_seesNone() {
    HealthApi api = api().build();
    assertThat(api.handle(FakeRequest.get("/api/metrics")).body())
        .doesNotContain("kafka_consumer_lag");
  }

  @Test
  void twoSourcesOfOneMetric_areRefusedWhenTheEndpointIsBuilt() {
    HealthApiBuilder clashing =
        api()
            .metrics(
                new MeasuringProbe("own", Metric.gauge("kafka_consumer_lag", "h", topic(), 9)));
    assertThatThrownBy(clashing::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "metric kafka_consumer_lag{topic=events} must be given by one source")
        .hasMessageContainingAll("probe 'kafka'", "probe 'own'");
  }
}
