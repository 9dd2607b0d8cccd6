package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.alert.PrometheusRules;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.MetricEvaluator;
import com.holdwall.runbook.evaluation.SignalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Prometheus and the process say the same about the same series, at each sample. Run with {@code
 * -Dholdwall.promtool=/path/to/promtool} (2.42 or newer). Writes target/alert-consistency.json.
 */
@EnabledIfSystemProperty(named = "holdwall.promtool", matches = ".+")
class AlertConsistencyTest {

  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int STEPS = 240;
  private static final Path FOLDER = Path.of("target", "alerts");

  private final Random random = new Random(20_261_124);
  private final StringBuilder series = new StringBuilder();
  private final StringBuilder expressions = new StringBuilder();
  private final Map<String, double[]> findingSeries = new HashMap<>();
  private int alerts;
  private int changes;

  @Test
  void everyAlert_firesAndClears_atTheSampleTimesOfTheProcess() throws Exception {
    Files.createDirectories(FOLDER);
    Files.writeString(
        FOLDER.resolve("rules.yml"),
        PrometheusRules.write(
            HoldwallRunbooks.document(), HoldwallRunbooks.catalog(), "https://x", EVERY));
    assertThat(promtool("check", "rules", "rules.yml")).contains("SUCCESS");
    for (Runbook runbook : HoldwallRunbooks.catalog().runbooks()) {
      for (Symptom symptom : runbook.symptoms()) {
        parts(symptom);
      }
    }
    Files.writeString(
        FOLDER.resolve("tests.yml"),
        "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n"
            + "    input_series:\n"
            + series
            + "    promql_expr_test:\n"
            + expressions);
    String said = promtool("test", "rules", "tests.yml");
    Files.writeString(
        Path.of("target", "alert-consistency.json"),
        String.format(
            Locale.ROOT,
            "{\"alertConditions\": %d, \"samplesEach\": %d, \"changes\": %d, \"identical\": %b}%n",
            alerts,
            STEPS,
            changes,
            said.contains("SUCCESS")));
    assertThat(said).contains("SUCCESS");
    assertThat(changes).as("alerts that fire or clear").isGreaterThan(2 * alerts);
  }

  private void parts(Symptom symptom) {
    List<DetectionCondition> parts =
        symptom.condition() instanceof AnyOf any ? any.conditions() : List.of(symptom.condition());
    int number = 0;
    for (DetectionCondition part : parts) {
      if (part instanceof MetricThreshold threshold) {
        threshold(symptom, ++number, threshold);
      } else if (part instanceof MetricTrend trend) {
        trend(symptom, ++number, trend);
      } else if (part instanceof ProbeCondition probe) {
        probe(symptom, ++number, probe);
      }
    }
  }

  private void threshold(Symptom symptom, int number, MetricThreshold condition) {
    double[] values = walk(condition.threshold(), condition.clearThreshold());
    double[] samples = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      boolean few = random.nextInt(20) == 0;
      samples[i] = few ? Math.max(0, condition.minSamples() - 1) : condition.minSamples() + 5;
    }
    String metric = condition.metric().replace('.', '_');
    MetricEvaluator evaluator = MetricEvaluator.of(symptom.id(), condition);
    boolean[] expected = new boolean[STEPS];
    for (int i = 0; i < STEPS; i++) {
      SignalReader.Signal signal = new SignalReader.Signal(values[i], (long) samples[i]);
      expected[i] = observed(evaluator.evaluate((m, at) -> Optional.of(signal), at(i)));
    }
    write(
        symptom,
        number,
        expected,
        List.of(series(metric, values), series(metric + "_samples", samples)));
  }

  private void trend(Symptom symptom, int number, MetricTrend condition) {
    double[] counter = new double[STEPS];
    double pace = 1;
    for (int i = 1; i < STEPS; i++) {
      pace = random.nextInt(12) == 0 ? random.nextInt(8) : pace;
      counter[i] = counter[i - 1] + Math.floor(pace * random.nextDouble() * 2);
    }
    MetricEvaluator evaluator = MetricEvaluator.of(symptom.id(), condition);
    boolean[] expected = new boolean[STEPS];
    for (int i = 0; i < STEPS; i++) {
      expected[i] = observed(evaluator.evaluate((m, at) -> past(counter, at), at(i)));
    }
    String metric = condition.metric().replace('.', '_') + "_total";
    write(symptom, number, expected, List.of(series(metric, counter)));
  }

  private static Optional<SignalReader.Signal> past(double[] counter, Instant at) {
    long step = Duration.between(Instant.EPOCH, at).dividedBy(EVERY);
    return at.isBefore(Instant.EPOCH)
        ? Optional.empty()
        : Optional.of(new SignalReader.Signal(counter[(int) step], 1));
  }

  private void probe(Symptom symptom, int number, ProbeCondition condition) {
    List<String> findings = List.copyOf(condition.findings());
    double[][] fresh = present(findings.size());
    List<String> given = new ArrayList<>();
    List<double[]> present = new ArrayList<>();
    for (int f = 0; f < findings.size(); f++) {
      String labels = "probe=\"" + condition.probe() + "\",finding=\"" + findings.get(f) + "\"";
      String name = "holdwall_probe_finding{" + labels + "}";
      // A finding may be a sign of two symptoms: there is one series of it.
      if (!findingSeries.containsKey(name)) {
        findingSeries.put(name, fresh[f]);
        given.add(series(name, fresh[f]));
      }
      present.add(findingSeries.get(name));
    }
    FindingState state = new FindingState(symptom.id(), condition);
    boolean[] expected = new boolean[STEPS];
    for (int i = 0; i < STEPS; i++) {
      List<Reading> readings = new ArrayList<>();
      for (int f = 0; f < findings.size(); f++) {
        readings.add(reading(findings.get(f), present.get(f)[i]));
      }
      state.update(condition.probe(), readings, at(i));
      expected[i] = observed(state.answer());
    }
    write(symptom, number, expected, given);
  }

  /** Bad for a while, good for a while; while it is bad, one finding at a time is there. */
  private double[][] present(int findings) {
    double[][] present = new double[findings][STEPS];
    boolean bad = false;
    for (int i = 0; i < STEPS; i++) {
      bad = random.nextInt(3) == 0 ? !bad : bad;
      present[random.nextInt(findings)][i] = bad ? 1 : 0;
    }
    return present;
  }

  private static Reading reading(String finding, double value) {
    return Reading.of(
        finding,
        new Evidence("s", value, Comparison.AT_LEAST, 1, "u", Duration.ZERO, 1, "test", ""));
  }

  /** Values that stay around both thresholds, and rest on each now and then. */
  private double[] walk(double threshold, double clear) {
    double[] choices = {
      clear,
      threshold,
      (clear + threshold) / 2,
      clear * 0.5,
      threshold * 2,
      threshold * 1.01,
      clear * 0.99,
      threshold * 0.5,
      clear * 1.5
    };
    double[] values = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      values[i] =
          i > 0 && random.nextInt(3) > 0 ? values[i - 1] : choices[random.nextInt(choices.length)];
    }
    return values;
  }

  private static boolean observed(Observation observation) {
    return observation instanceof Observation.Observed;
  }

  private static Instant at(int step) {
    return Instant.EPOCH.plus(EVERY.multipliedBy(step));
  }

  private static String series(String name, double[] values) {
    String joined =
        Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
    return "      - series: '" + name + "'\n        values: '" + joined + "'\n";
  }

  private void write(Symptom symptom, int number, boolean[] expected, List<String> given) {
    alerts++;
    changes += (int) IntStream.range(1, STEPS).filter(i -> expected[i] != expected[i - 1]).count();
    given.forEach(series::append);
    String alert = camel(symptom.id().runbook().value()) + camel(symptom.id().key());
    for (int i = 0; i < STEPS; i++) {
      expressions
          .append("      - expr: 'count(ALERTS{alertname=\"")
          .append(alert)
          .append("\",alertstate=\"firing\",condition=\"")
          .append(number)
          .append("\"}) or vector(0)'\n        eval_time: ")
          .append(i)
          .append("m\n        exp_samples: [{labels: '{}', value: ")
          .append(expected[i] ? 1 : 0)
          .append("}]\n");
    }
  }

  private static String camel(String kebab) {
    return Arrays.stream(kebab.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static String promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("holdwall.promtool")));
    command.addAll(List.of(arguments));
    Path out = FOLDER.resolve("promtool.out");
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("promtool ends").isTrue();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
