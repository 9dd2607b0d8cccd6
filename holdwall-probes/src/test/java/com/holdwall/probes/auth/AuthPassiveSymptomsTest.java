package com.holdwall.probes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.contract.PassiveSymptoms;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own logins raise the symptoms of the authentication runbook, without a request. */
class AuthPassiveSymptomsTest {

  private final AuthStatistics statistics = AuthStatistics.create();
  private PassiveSymptoms passive;

  @BeforeEach
  void start() {
    passive =
        PassiveSymptoms.of(
            "auth", HoldwallRunbooks.AUTHENTICATION_FAILURES, AuthFinding.values(), statistics);
  }

  @AfterEach
  void stop() {
    passive.close();
  }

  private Observation seen(SymptomId symptom) {
    return passive.seen(symptom);
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
    assertThat(passive.registry().diagnose().ranked().get(0).runbook().id())
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
