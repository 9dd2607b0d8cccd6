package com.holdwall.example;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.SymptomId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one drill showed. Immutable.
 *
 * @param fault the fault's name
 * @param causes what was broken; empty where nothing was, and nothing may be observed
 * @param observed all symptoms that were observed meanwhile, each as {@code runbook/key}
 * @param runbook the runbook that was ranked first; empty if none
 * @param detectedMillis from the fault to the last expected symptom; -1 if it was not seen
 * @param recoveredMillis from the repair to health without a symptom; -1 if it was not seen
 * @param notRun why the drill could not run on this machine; empty if it ran
 */
record DrillResult(
    String fault,
    List<Cause> causes,
    List<String> observed,
    String runbook,
    long detectedMillis,
    long recoveredMillis,
    String notRun) {

  /** A drill that ran. */
  DrillResult(
      String fault,
      List<Cause> causes,
      List<String> observed,
      String runbook,
      long detectedMillis,
      long recoveredMillis) {
    this(fault, causes, observed, runbook, detectedMillis, recoveredMillis, "");
  }

  /** A drill that could not run: it has shown nothing, and has not passed. */
  static DrillResult notRun(Drill drill, String reason) {
    List<Cause> causes =
        drill.expected().stream()
            .map(
                expected ->
                    new Cause(
                        expected.runbook().value(),
                        expected.symptoms().stream().map(SymptomId::toString).toList(),
                        0))
            .toList();
    return new DrillResult(drill.name(), causes, List.of(), "", -1, -1, reason);
  }

  boolean ran() {
    return notRun.isEmpty();
  }

  /**
   * One thing that was broken, and what was said about it. Immutable.
   *
   * @param runbook the runbook that had to be named
   * @param symptoms the symptoms that had to be observed, each as {@code runbook/key}
   * @param rank the rank of the runbook; 0 if it was not ranked
   */
  record Cause(String runbook, List<String> symptoms, int rank) {

    Cause {
      symptoms = List.copyOf(symptoms);
    }
  }

  DrillResult {
    causes = List.copyOf(causes);
    observed = List.copyOf(observed);
  }

  boolean passed() {
    return detectedMillis >= 0
        && recoveredMillis >= 0
        && (causes.isEmpty() ? observed.isEmpty() : named());
  }

  /** Two causes at once take the first two ranks, in any order; one takes the first. */
  private boolean named() {
    return causes.stream()
            .allMatch(
                cause ->
                    observed.containsAll(cause.symptoms)
                        && cause.rank >= 1
                        && cause.rank <= causes.size())
        && causes.stream().anyMatch(cause -> cause.runbook.equals(runbook));
  }

  /** The best rank of a cause; 0 if none was ranked. */
  int rank() {
    return causes.stream().mapToInt(Cause::rank).filter(rank -> rank > 0).min().orElse(0);
  }

  List<String> expected() {
    return causes.stream().flatMap(cause -> cause.symptoms.stream()).toList();
  }

  static void write(List<DrillResult> results, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(Files.newBufferedWriter(file))
            .useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (DrillResult result : results) {
        result.write(json);
      }
      json.writeEndArray();
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("fault", fault);
    json.writeStringField(
        "expectedSymptom", expected().stream().findFirst().map(DrillResult::key).orElse(""));
    array(json, "observedSymptoms", observed.stream().map(DrillResult::key).distinct().toList());
    json.writeStringField("runbook", runbook);
    json.writeNumberField("rank", rank());
    json.writeNumberField("detectedMillis", detectedMillis);
    json.writeNumberField("recoveredMillis", recoveredMillis);
    array(json, "expectedRunbooks", causes.stream().map(Cause::runbook).toList());
    json.writeArrayFieldStart("ranks");
    for (Cause cause : causes) {
      json.writeNumber(cause.rank);
    }
    json.writeEndArray();
    array(json, "expectedSymptoms", expected());
    array(json, "observed", observed);
    json.writeBooleanField("passed", passed());
    if (!ran()) {
      json.writeStringField("notRun", notRun);
    }
    json.writeEndObject();
  }

  private static void array(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static String key(String symptom) {
    return symptom.substring(symptom.indexOf('/') + 1);
  }
}
