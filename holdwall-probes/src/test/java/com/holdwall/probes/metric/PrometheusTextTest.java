package com.holdwall.probes.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.Fixture.ScriptedProbe;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The text format, line by line. */
class PrometheusTextTest {

  private static final String LINE =
      "# (HELP|TYPE) [a-z_]+ .*"
          + "|[a-z_]+(\\{([a-z_]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+\\})? (NaN|[+-]Inf|-?[0-9.E-]+)";

  private static String text() {
    try (Fixture fixture = new Fixture()) {
      fixture.database.result = ScriptedProbe.says(Status.DOWN, 3);
      return PrometheusText.render(RegistryMetrics.of(fixture.checked().registry).metrics());
    }
  }

  @Test
  void everyLine_hasTheForm_andEveryNameItsHelpAndTypeOnce() throws IOException {
    String text = text();
    Files.writeString(Path.of("target", "metrics.prom"), text);
    assertThat(text.lines()).allMatch(line -> line.matches(LINE));
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
    assertThat(text).endsWith("\n");
  }

  @Test
  void metricsOfOneName_standTogether_andTheLaterOfTwoSameOnesWins() {
    Metric one = Metric.gauge("a", "first", Map.of("x", "1"), 1);
    Metric other = Metric.counter("b_total", "second", Map.of(), 2);
    Metric again = Metric.gauge("a", "first", Map.of("x", "1"), 3.5);
    assertThat(PrometheusText.render(List.of(one, other, again)))
        .isEqualTo(
            """
            # HELP a first
            # TYPE a gauge
            a{x="1"} 3.5
            # HELP b_total second
            # TYPE b_total counter
            b_total 2
            """);
  }

  @Test
  void numbers_areWrittenAsPrometheusReadsThem() {
    for (Map.Entry<Double, String> each :
        Map.of(
                Double.NaN,
                "NaN",
                Double.POSITIVE_INFINITY,
                "+Inf",
                Double.NEGATIVE_INFINITY,
                "-Inf",
                -1.0,
                "-1",
                0.25,
                "0.25")
            .entrySet()) {
      Metric metric = Metric.gauge("a", "h", Map.of(), each.getKey());
      assertThat(PrometheusText.render(List.of(metric))).endsWith("a " + each.getValue() + "\n");
    }
  }

  @Property
  void anyLabelValue_staysOnItsLine(@ForAll String value) {
    Metric metric = Metric.gauge("a", value, Map.of("x", value), 1);
    assertThat(PrometheusText.render(List.of(metric)).split("\n", -1)).hasSize(4);
  }

  @Test
  void badNames_areRefused() {
    assertThatThrownBy(() -> Metric.gauge("a b", "h", Map.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metric name 'a b' must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    assertThatThrownBy(() -> Metric.gauge("a", "h", Map.of("x-y", "v"), 1))
        .hasMessage("label name 'x-y' must match [a-zA-Z_][a-zA-Z0-9_]*");
  }

  /**
   * With {@code -Dholdwall.promtool=/path/to/promtool}: Prometheus' own opinion, lints included.
   */
  @Test
  @EnabledIfSystemProperty(named = "holdwall.promtool", matches = ".+")
  void promtool_acceptsTheText() throws Exception {
    Process promtool =
        new ProcessBuilder(System.getProperty("holdwall.promtool"), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(text().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }
}
