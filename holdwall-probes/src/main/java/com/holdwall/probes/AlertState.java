package com.holdwall.probes;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What alerts from outside say about a symptom that nothing in the process can see. */
final class AlertState implements ConditionState {

  /**
   * Alertmanager repeats a firing alert every 4 h by default: silence beyond that means nothing.
   */
  static final Duration VALID_FOR = Duration.ofHours(5);

  /** How many alerts of one symptom are told apart; beyond that the oldest is forgotten. */
  static final int MOST = 256;

  private record Firing(Instant since, Instant expiresAt, Alert alert) {}

  private final SymptomId symptom;
  private final Set<String> names;
  private final Map<String, Firing> firing = new LinkedHashMap<>();
  private boolean heard;
  private Instant heardUntil = Instant.MIN;

  AlertState(SymptomId symptom, Set<String> names) {
    this.symptom = symptom;
    this.names = names;
  }

  @Override
  public Observation answer() {
    if (!firing.isEmpty()) {
      return observed();
    }
    if (heard) {
      return new Observation.NotObserved(symptom, evidence(0, "the alert was resolved"));
    }
    return new Observation.NotEvaluable(
        symptom, "only an alert can report it: " + String.join(", ", names));
  }

  private Observation observed() {
    Instant since =
        firing.values().stream().map(Firing::since).min(Instant::compareTo).orElseThrow();
    Alert first = firing.values().iterator().next().alert();
    String detail =
        first.summary().isEmpty() ? first.name() : first.name() + ": " + first.summary();
    return new Observation.Observed(symptom, since, evidence(firing.size(), detail));
  }

  private static Evidence evidence(int value, String detail) {
    return new Evidence(
        "firing alerts",
        value,
        Comparison.AT_LEAST,
        1,
        "alerts",
        Duration.ZERO,
        1,
        "alertmanager",
        detail);
  }

  @Override
  public boolean alert(Alert alert, Instant at) {
    if (!names.contains(alert.name())) {
      return false;
    }
    String key = alert.name() + " " + alert.fingerprint();
    heard = true;
    heardUntil = at.plus(VALID_FOR);
    if (!alert.firing()) {
      firing.remove(key);
      return true;
    }
    Firing known = firing.get(key);
    if (known == null && firing.size() >= MOST) {
      firing.remove(firing.keySet().iterator().next());
    }
    firing.put(key, new Firing(known == null ? at : known.since(), heardUntil, alert));
    return true;
  }

  @Override
  public boolean expire(Instant now) {
    firing.values().removeIf(alert -> !now.isBefore(alert.expiresAt()));
    heard = heard && now.isBefore(heardUntil);
    return heard;
  }

  @Override
  public void update(String probe, List<Reading> readings, Instant at) {}

  @Override
  public boolean unsettled(String probe) {
    return false;
  }
}
