package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Every mistake in the use of a registry has an error that names the thing, its value, the rule.
 */
class ProbeRegistryBadInputTest {

  private final ProbeRegistryBuilder builder =
      ProbeRegistry.builder().register(new ScriptedProbe("database"));

  @Test
  void health_ofAnUnregisteredName_namesItAndWhatIsRegistered() {
    try (ProbeRegistry registry = builder.build()) {
      assertThatThrownBy(() -> registry.health("cahce"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("probe 'cahce' is not registered; registered are [database]");
    }
  }

  @Test
  void register_aNameTwice_isRefused() {
    assertThatThrownBy(() -> builder.register(new ScriptedProbe("database")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probe name 'database' is already registered");
  }

  @Test
  void register_aMalformedName_isRefused() {
    assertThatThrownBy(() -> builder.register(new ScriptedProbe("My DB")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probe name 'My DB' must be lower-case words joined by hyphens");
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // null on purpose
  void register_null_isRefusedByName() {
    assertThatThrownBy(() -> builder.register(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("probe must not be null");
    assertThatThrownBy(() -> builder.register(new ScriptedProbe("cache"), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("settings must not be null");
    assertThatThrownBy(() -> builder.listener(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("listener must not be null");
  }

  @Test
  void service_blank_isRefused() {
    assertThatThrownBy(() -> builder.service(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service must not be blank, but is ' '");
  }

  @Test
  void start_twice_orAfterClose_isRefused() {
    ProbeRegistry registry = builder.build().start();
    assertThatThrownBy(registry::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a registry can be started once, but this one is STARTED");
    registry.close();
    assertThatThrownBy(registry::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a registry can be started once, but this one is CLOSED");
  }

  @Test
  void settings_withAZeroOrNegativeDuration_areRefused() {
    assertThatThrownBy(() -> ProbeSettings.every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be longer than zero, but is PT0S");
    assertThatThrownBy(() -> ProbeSettings.every(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be longer than zero, but is PT-1S");
    assertThatThrownBy(() -> ProbeSettings.defaults().withDeadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline must be longer than zero, but is PT0S");
  }

  @Test
  void settings_withADeadlineBeyondTheInterval_areRefused() {
    assertThatThrownBy(() -> ProbeSettings.defaults().withDeadline(Duration.ofSeconds(11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline must not be longer than the interval of PT10S, but is PT11S");
  }

  @Test
  void result_withABlankSummary_isRefused() {
    assertThatThrownBy(() -> ProbeResult.unknown(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("summary must not be blank, but is ''");
  }
}
