package com.holdwall.resilience.ai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.holdwall.resilience.FakeTime;
import java.util.ArrayList;
import java.util.List;

/** Three scripted models and routers over them, in a time that the test makes. */
abstract class RoutedModels {

  final FakeTime time = new FakeTime();
  final ScriptedModel gpt = new ScriptedModel("gpt", time);
  final ScriptedModel claude = new ScriptedModel("claude", time);
  final ScriptedModel local = new ScriptedModel("local", time);
  final List<RouterEvent> events = new ArrayList<>();

  ModelRouterBuilder<String, String> builder() {
    return ModelRouter.<String, String>builder().time(time, time, bound -> 0).onEvent(events::add);
  }

  ModelRouter<String, String> chain() {
    return builder().model(gpt.model()).fallback(claude.model()).fallback(local.model()).build();
  }

  static AllModelsUnavailableException unavailable(ModelRouter<String, String> router) {
    return catchThrowableOfType(AllModelsUnavailableException.class, () -> router.call("hi"));
  }
}
