package com.holdwall.example;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one drill showed.
 *
 * @param fault the fault's name
 * @param expectedSymptom the symptom that was to be observed
 * @param observedSymptoms all symptoms that were observed at that moment
 * @param runbook the runbook that was ranked first; empty if none
 * @param rank the rank of the database runbook; 0 if it was not ranked
 * @param detectedMillis from the fault to the symptom; -1 if it was not seen
 * @param recoveredMillis from the repair to health without a symptom; -1 if it was not seen
 */
record DrillResult(
    String fault,
    String expectedSymptom,
    List<String> observedSymptoms,
    String runbook,
    int rank,
    long detectedMillis,
    long recoveredMillis) {

  static final String EXPECTED_RUNBOOK = "database-connection-issues";

  boolean passed() {
    return detectedMillis >= 0
        && recoveredMillis >= 0
        && observedSymptoms.contains(expectedSymptom)
        && runbook.equals(EXPECTED_RUNBOOK)
        && rank == 1;
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
    json.writeStringField("expectedSymptom", expectedSymptom);
    json.writeArrayFieldStart("observedSymptoms");
    for (String symptom : observedSymptoms) {
      json.writeString(symptom);
    }
    json.writeEndArray();
    json.writeStringField("runbook", runbook);
    json.writeNumberField("rank", rank);
    json.writeNumberField("detectedMillis", detectedMillis);
    json.writeNumberField("recoveredMillis", recoveredMillis);
    json.writeEndObject();
  }
}
