package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own logins raise the symptoms of the authentication runbook, without a request. */
class AuthPassiveSymptomsTest {

  /** Checks that find nothing: what is observed comes from the outcomes alone. */
  private static final class QuietProbe implements Probe {

    @Override
    public String name() {
      return "auth";
    }

    @Override
    public RunbookId runbook() {
      return HoldwallRunbooks.AUTHENTICATION_FAILURES;
    }

    @Override
    public ProbeResult check(CheckContext context) {
      Evidence none =
          new Evidence(
              "endpoints", 0, Comparison.AT_LEAST, 1, "endpoints", Duration.ZERO, 1, "test", "");
      List<Reading> absent =
          Arrays.stream(AuthFinding.values())
              .<Reading>map(finding -> new Reading.Absent(finding.name(), none))
              .toList();
      return new ProbeResult(Status.UP, "fine", absent, List.of());
    }
  }

  private final AuthStatistics statistics = AuthStatistics.create();
  private ProbeRegistry registry;

  @BeforeEach
  void start() {
    registry =
        ProbeRegistry.builder().register(new QuietProbe()).signals(statistics).build().start();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private Observation seen(SymptomId symptom) {
    // The first joins a check that may have begun before; the second begins after the outcomes.
    registry.checkAll(Duration.ofSeconds(5));
    registry.checkAll(Duration.ofSeconds(5));
    return registry.health().observations().stream()
        .filter(observation -> observation.symptom().equals(symptom))
        .findFirst()
        .orElseThrow();
  }

  private static void times(int times, Runnable outcome) {
    for (int i = 0; i < times; i++) {
      outcome.run();
    }
  }

  @Test
  void healthyOutcomes_raiseNone() {
    times(100, () -> statistics.login(LoginOutcome.SUCCESS));
    times(100, () -> statistics.callback(CallbackOutcome.SUCCESS));
    times(100, () -> statistics.session(SessionOutcome.VALID));
    for (SymptomId symptom :
        new SymptomId[] {
          HoldwallSymptoms.LOGIN_FAILING,
          HoldwallSymptoms.OAUTH_CALLBACKS_FAILING,
          HoldwallSymptoms.SESSION_ERRORS
        }) {
      assertThat(seen(symptom)).isInstanceOf(Observation.NotObserved.class);
    }
  }

  @Test
  void twoOfTwentyLoginsThatTheSystemFails_areObserved_andNameTheRunbook() {
    times(18, () -> statistics.login(LoginOutcome.SUCCESS));
    times(2, () -> statistics.login(LoginOutcome.FAILED));
    Observation observation = seen(HoldwallSymptoms.LOGIN_FAILING);
    assertThat(observation).isInstanceOf(Observation.Observed.class);
    assertThat(((Observation.Observed) observation).evidence().samples()).isEqualTo(20);
    assertThat(registry.diagnose().ranked().get(0).runbook().id())
        .isEqualTo(HoldwallRunbooks.AUTHENTICATION_FAILURES);
  }

  @Test
  void wrongPasswords_neitherRaiseAnAlarmNorHideOne() {
    times(20, () -> statistics.login(LoginOutcome.SUCCESS));
    times(5_000, () -> statistics.login(LoginOutcome.BAD_CREDENTIALS));
    assertThat(seen(HoldwallSymptoms.LOGIN_FAILING)).isInstanceOf(Observation.NotObserved.class);
    times(2, () -> statistics.login(LoginOutcome.FAILED));
    assertThat(seen(HoldwallSymptoms.LOGIN_FAILING)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void onlyWrongPasswords_sayNothing() {
    times(1_000, () -> statistics.login(LoginOutcome.BAD_CREDENTIALS));
    assertThat(seen(HoldwallSymptoms.LOGIN_FAILING)).isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void oneCallbackInTenThatFails_isObserved_andDenialsDoNotCount() {
    times(9, () -> statistics.callback(CallbackOutcome.SUCCESS));
    times(500, () -> statistics.callback(CallbackOutcome.DENIED));
    statistics.callback(CallbackOutcome.FAILED);
    assertThat(seen(HoldwallSymptoms.OAUTH_CALLBACKS_FAILING))
        .isInstanceOf(Observation.Observed.class);
  }

  @Test
  void oneSessionInAHundredThatCannotBeRead_isObserved_andExpiredOnesAreNoError() {
    times(49, () -> statistics.session(SessionOutcome.VALID));
    times(50, () -> statistics.session(SessionOutcome.EXPIRED));
    assertThat(seen(HoldwallSymptoms.SESSION_ERRORS)).isInstanceOf(Observation.NotObserved.class);
    statistics.session(SessionOutcome.UNREADABLE);
    assertThat(seen(HoldwallSymptoms.SESSION_ERRORS)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void metrics_areWhatTheSymptomsRestOn() {
    times(3, () -> statistics.login(LoginOutcome.SUCCESS));
    statistics.login(LoginOutcome.FAILED);
    statistics.login(LoginOutcome.BAD_CREDENTIALS);
    assertThat(statistics.metrics())
        .extracting(metric -> metric.name() + metric.labels() + " " + metric.value())
        .contains(
            "holdwall_auth_login_success_ratio{runbook=authentication-failures} 0.75",
            "holdwall_auth_login_success_ratio_samples{runbook=authentication-failures} 4.0",
            "holdwall_auth_session_error_ratio{runbook=authentication-failures} NaN",
            "auth_logins_total{outcome=bad_credentials} 1.0");
  }

  @Test
  void pastMomentsAndOtherMetrics_giveNothing() {
    Instant past = Instant.now().minus(Duration.ofHours(1));
    assertThat(statistics.read(HoldwallMetrics.AUTH_LOGIN_SUCCESS_RATIO, past)).isEmpty();
    assertThat(statistics.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now())).isEmpty();
  }
}
