package com.holdwall.probes.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ManualClock;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import com.holdwall.servers.AiFault;
import com.holdwall.servers.AiProviderStub;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two providers, one check at a time, on a clock that is turned by hand. */
class AiProvidersProbeTest {

  private static final String KEY = "sk-test-key-0123456789";

  private final ManualClock clock = new ManualClock();
  private final AiProviderStub openai = AiProviderStub.open(KEY);
  private final AiProviderStub anthropic = AiProviderStub.open(KEY);
  private final ModelCallStatistics calls =
      ModelCallStatistics.of(Duration.ofMinutes(5), 8, clock::nanoTime, clock);
  private final AiProvidersProbeBuilder builder =
      AiProvidersProbe.builder().statistics(calls).nanoTime(clock::nanoTime);

  @AfterEach
  void close() {
    openai.close();
    anthropic.close();
  }

  private static URI address(AiProviderStub stub) {
    return URI.create("http://127.0.0.1:" + stub.port());
  }

  private AiProvider openAi() {
    return AiProvider.openAiCompatible("openai", address(openai), () -> KEY);
  }

  private AiProvidersProbe both() {
    return builder
        .provider(openAi())
        .provider(AiProvider.anthropic("anthropic", address(anthropic), () -> KEY))
        .build();
  }

  private ProbeResult check(AiProvidersProbe probe) {
    return check(probe, Duration.ofSeconds(30));
  }

  private ProbeResult check(AiProvidersProbe probe, Duration deadline) {
    return probe.check(new CheckContext(clock.instant(), deadline));
  }

  private static Reading reading(ProbeResult result, AiFinding finding) {
    return result.readings().stream()
        .filter(reading -> reading.finding().equals(finding.name()))
        .findFirst()
        .orElseThrow();
  }

  private static StepResult step(ProbeResult result, int number) {
    return result.steps().get(number - 1);
  }

  @Test
  void bothShapes_areUp_forTwoRequests_andNoBill() {
    ProbeResult result = check(both());
    assertThat(result.status()).as(result.summary()).isEqualTo(Status.UP);
    assertThat(openai.requests() + anthropic.requests()).isEqualTo(2);
    assertThat(openai.billed() + anthropic.billed()).isZero();
    assertThat(result.readings()).hasSize(6).allMatch(Reading.Absent.class::isInstance);
  }

  @Test
  void oneOfTwoDown_isDegraded_bothAreDown_andTheyAreNamed() {
    AiProvidersProbe probe = both();
    openai.inject(new AiFault.Status(500, Map.of()));
    ProbeResult one = check(probe);
    assertThat(one.status()).isEqualTo(Status.DEGRADED);
    assertThat(one.finding()).contains("PROVIDER_FAILING");
    assertThat(one.summary()).contains("openai: HTTP 500; anthropic: answers in");
    anthropic.key("rotated");
    ProbeResult two = check(probe);
    assertThat(two.status()).isEqualTo(Status.DOWN);
    assertThat(reading(two, AiFinding.REJECTED)).isInstanceOf(Reading.Present.class);
    assertThat(step(two, 2).summary()).contains("anthropic: HTTP 401");
  }

  @Test
  void rateLimited_isFoundWithItsHeaders_andTheProbeKeepsSilentForAsLongAsItWasTold() {
    AiProvidersProbe probe = builder.provider(openAi()).build();
    openai.inject(
        new AiFault.Status(
            429, Map.of("Retry-After", "120", "X-RateLimit-Remaining-Requests", "0")));
    ProbeResult limited = check(probe);
    assertThat(limited.status()).isEqualTo(Status.DEGRADED);
    Reading.Present found = (Reading.Present) reading(limited, AiFinding.RATE_LIMITED);
    assertThat(found.evidence().detail())
        .contains("HTTP 429", "2026-11-24T12:02:00Z")
        .contains("retry-after 120", "x-ratelimit-remaining-requests 0");
    assertThat(step(limited, 3).summary()).contains("x-ratelimit-remaining-requests 0");
    openai.inject(new AiFault.None());
    clock.pass(Duration.ofSeconds(119));
    assertThat(check(probe).finding()).contains("RATE_LIMITED");
    assertThat(openai.requests()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(1));
    assertThat(check(probe).status()).isEqualTo(Status.UP);
    assertThat(openai.requests()).isEqualTo(2);
  }

  @Test
  void quotaHeadersOfAHealthyAnswer_standInTheDiagnosis() {
    anthropic.headers(Map.of("anthropic-ratelimit-requests-remaining", "49"));
    assertThat(step(check(both()), 3))
        .satisfies(step -> assertThat(step.status()).isEqualTo(StepResult.Outcome.DONE))
        .satisfies(
            step ->
                assertThat(step.summary())
                    .isEqualTo("anthropic (anthropic-ratelimit-requests-remaining 49)"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 529})
  void serverErrors_areAFailingProvider(int code) {
    openai.inject(new AiFault.Status(code, Map.of()));
    assertThat(check(builder.provider(openAi()).build()).finding()).contains("PROVIDER_FAILING");
  }

  @Test
  void answersThatAreEmptyMalformedOrCutOff_areAFailingProvider() {
    AiProvidersProbe probe = builder.provider(openAi()).build();
    for (AiFault fault :
        new AiFault[] {new AiFault.Empty(), new AiFault.Malformed(), new AiFault.CutOff()}) {
      openai.inject(fault);
      assertThat(check(probe).finding()).as(fault.toString()).contains("PROVIDER_FAILING");
    }
  }

  @Test
  void answerThatDribbles_endsAtTheDeadline() {
    AiProvidersProbe probe = builder.provider(openAi()).build();
    openai.inject(new AiFault.Dribble(Duration.ofMillis(50)));
    long start = System.nanoTime();
    ProbeResult result = check(probe, Duration.ofMillis(500));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(result.finding()).contains("UNREACHABLE");
    assertThat(reading(result, AiFinding.SLOW)).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void hungProvider_leavesTheOtherItsShareOfTheDeadline() {
    openai.inject(new AiFault.Delay(Duration.ofMinutes(1)));
    ProbeResult result = check(both(), Duration.ofSeconds(8));
    assertThat(result.status()).isEqualTo(Status.DEGRADED);
    assertThat(result.summary()).contains("openai: no answer for", "anthropic: answers in");
  }

  @Test
  void addressWithoutAListOfModels_isNotHealthy_butUnknown() {
    openai.inject(new AiFault.Status(404, Map.of()));
    ProbeResult result = check(builder.provider(openAi()).build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(result.readings()).noneMatch(Reading.Present.class::isInstance);
    assertThat(reading(result, AiFinding.REJECTED)).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void freshSuccessOfTheServicesOwnCalls_makesARequestUnnecessary_untilOneFails() {
    AiProvidersProbe probe = builder.provider(openAi()).build();
    calls.model("openai", "gpt-4o").ended(CallOutcome.SUCCESS, 1);
    assertThat(check(probe).status()).isEqualTo(Status.UP);
    assertThat(openai.requests()).isZero();
    calls.model("openai", "gpt-4o").ended(CallOutcome.TIMEOUT, 1);
    check(probe);
    assertThat(openai.requests()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(31));
    calls.model("openai", "gpt-4o").ended(CallOutcome.SUCCESS, 1);
    check(probe);
    assertThat(openai.requests()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(31));
    check(probe);
    assertThat(openai.requests()).isEqualTo(2);
  }

  @Test
  void withoutTheFreeCheck_theCallsAloneDecide_andNoCallsMeanUnknown() {
    AiProvidersProbe probe = builder.provider(openAi().withoutFreeCheck()).build();
    assertThat(check(probe).status()).isEqualTo(Status.UNKNOWN);
    for (int i = 0; i < 6; i++) {
      calls.model("openai", "gpt-4o").ended(CallOutcome.REJECTED, 1);
    }
    ProbeResult result = check(probe);
    assertThat(result.status()).isEqualTo(Status.DOWN);
    assertThat(result.finding()).contains("REJECTED");
    assertThat(openai.requests()).isZero();
    assertThat(step(result, 1).summary()).startsWith("6 calls in the last 300 s");
  }

  @Test
  void canary_billsNoMoreThanItsBudget_spreadOverTheDay() {
    AiProvidersProbe probe = builder.provider(openAi().withCanary("stub-model", 4)).build();
    for (int minute = 0; minute < 24 * 60; minute++) {
      check(probe);
      clock.pass(Duration.ofMinutes(1));
    }
    assertThat(openai.billed()).isEqualTo(4);
  }

  @Test
  void canary_isNotSent_whileTheServicesOwnCallsSucceed_orTheFreeCheckFails() {
    AiProvidersProbe probe = builder.provider(openAi().withCanary("stub-model", 1_440)).build();
    openai.inject(new AiFault.Status(503, Map.of()));
    check(probe);
    openai.inject(new AiFault.None());
    calls.model("openai", "m").ended(CallOutcome.SUCCESS, 1);
    check(probe);
    assertThat(openai.billed()).isZero();
    clock.pass(Duration.ofMinutes(1));
    check(probe);
    assertThat(openai.billed()).isEqualTo(1);
  }

  @Test
  void badInput_isNamedWithItsRule_andNeverWithASecret() {
    URI plain = URI.create("http://api.example.com");
    assertThatThrownBy(() -> AiProvider.openAiCompatible("openai", plain, () -> KEY))
        .hasMessage("address of provider 'openai' must be https, since the key goes there");
    URI user = URI.create("https://me:" + KEY + "@api.example.com");
    assertThatThrownBy(() -> AiProvider.openAiCompatible("openai", user, () -> KEY))
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(() -> openAi().withCanary("m", 0))
        .hasMessage("callsPerDay must be between 1 and 1440, but is 0");
    assertThatThrownBy(() -> builder.build()).hasMessageContaining("at least one provider");
    assertThatThrownBy(() -> builder.provider(openAi()).provider(openAi()))
        .hasMessage("provider 'openai' is there already");
  }

  @Test
  void retryAfter_isReadInAllItsForms() {
    Instant now = Instant.parse("2026-11-24T12:00:00Z");
    assertThat(RateLimits.retryAfter(Map.of("retry-after", "1.5"), now))
        .contains(Duration.ofMillis(1_500));
    assertThat(RateLimits.retryAfter(Map.of("retry-after-ms", "20", "retry-after", "1"), now))
        .contains(Duration.ofMillis(20));
    assertThat(RateLimits.retryAfter(Map.of("retry-after", "Tue, 24 Nov 2026 12:00:30 GMT"), now))
        .contains(Duration.ofSeconds(30));
    for (String nothing : new String[] {"", "-1", "NaN", "soon", "1e300"}) {
      assertThat(RateLimits.retryAfter(Map.of("retry-after", nothing), now)).isEmpty();
    }
  }
}
