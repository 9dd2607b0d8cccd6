package com.holdwall.example;

import com.holdwall.runbook.SymptomId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Tells the service what nothing inside it can see, over its own endpoints. Thread-safe. */
final class Operator {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String token;

  Operator(int healthPort, String token) {
    this.base = "http://127.0.0.1:" + healthPort + "/api/";
    this.token = token;
  }

  /** A person reports a symptom; {@code POST /api/symptoms}. */
  void reports(SymptomId symptom, String note) throws IOException, InterruptedException {
    symptom(symptom, "observed", note);
  }

  /** A person says that it is over. */
  void clears(SymptomId symptom) throws IOException, InterruptedException {
    symptom(symptom, "cleared", "");
  }

  private void symptom(SymptomId symptom, String state, String note)
      throws IOException, InterruptedException {
    post(
        "symptoms",
        """
        {"symptom":"%s","state":"%s","reporter":"drill","note":"%s","valid_for":"PT5M"}
        """
            .formatted(symptom, state, note));
  }

  /** Alertmanager sends an alert, or that it is resolved; {@code POST /api/alerts}. */
  void alert(String name, boolean firing, String summary) throws IOException, InterruptedException {
    post(
        "alerts",
        """
        {"version":"4","alerts":[{"status":"%s","labels":{"alertname":"%s"},
          "annotations":{"summary":"%s"},"fingerprint":"drill"}]}
        """
            .formatted(firing ? "firing" : "resolved", name, summary));
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(5))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("POST /api/" + path + " was answered with status " + status);
    }
  }
}
