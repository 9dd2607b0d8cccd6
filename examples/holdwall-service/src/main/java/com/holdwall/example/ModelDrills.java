package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.probes.ai.AiFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.AiFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Faults of the model provider that is asked first. */
final class ModelDrills {

  static final Drill LATE =
      Drill.of(
          "ai-late",
          "the provider of the first model answers after 3 s instead of at once",
          Expected.of(HoldwallSymptoms.AI_CALLS_TIMING_OUT),
          ModelDrills::late);

  static final Drill KEY_REVOKED =
      Drill.of(
          "ai-key-revoked",
          "the key of the first model's provider is revoked",
          Expected.of(HoldwallSymptoms.AI_PROVIDER_ERRORS).found("ai", AiFinding.REJECTED),
          ModelDrills::revoke);

  private ModelDrills() {}

  static List<Drill> all() {
    return List.of(
        LATE,
        KEY_REVOKED,
        Drill.of(
            "ai-rate-limited",
            "the provider of the first model answers 429 with Retry-After",
            Expected.of(HoldwallSymptoms.AI_PROVIDER_ERRORS).found("ai", AiFinding.RATE_LIMITED),
            ModelDrills::limit));
  }

  private static Repair late(Stage stage) {
    stage.environment().openAi().inject(new AiFault.Delay(Duration.ofSeconds(3)));
    return healed("the provider is fast again", stage);
  }

  private static Repair revoke(Stage stage) {
    stage.environment().openAi().key("another-key");
    return new Repair(
        "the key is valid again", () -> stage.environment().openAi().key(Environment.AI_KEY));
  }

  private static Repair limit(Stage stage) {
    stage.environment().openAi().inject(new AiFault.Status(429, Map.of("retry-after", "1")));
    return healed("the provider takes requests again", stage);
  }

  private static Repair healed(String story, Stage stage) {
    return new Repair(story, () -> stage.environment().openAi().inject(new AiFault.None()));
  }
}
