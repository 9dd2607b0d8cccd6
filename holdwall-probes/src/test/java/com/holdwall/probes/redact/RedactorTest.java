package com.holdwall.probes.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like a secret is taken out; what does not stays. */
class RedactorTest {

  private final Redactor redactor = Redactor.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://app:canary-7f3a@db:5432/holdwall",
        "redis://:canary-7f3a@cache:6379/0",
        "jdbc:postgresql://db/holdwall?user=app&password=canary-7f3a&ssl=true",
        "FATAL: password = 'canary-7f3a' is wrong",
        "{\"api_key\": \"canary-7f3a\", \"model\": \"x\"}",
        "Authorization: Bearer canary-7f3a",
        "authorization=canary-7f3a and more canary-7f3a",
        "Cookie: session=canary-7f3a; other=1",
        "sent bearer canary-7f3a to it",
        "client_secret=canary-7f3a",
        "DATABASE_PASSWORD=canary-7f3a",
        "OPENAI_API_KEY: canary-7f3a",
        "passwd => canary-7f3a",
        "-----BEGIN RSA PRIVATE KEY-----\ncanary-7f3a\n-----END RSA PRIVATE KEY-----",
        "x-api-key: canary-7f3a",
        "access_token=canary-7f3a&token_type=bearer"
      })
  void secret_inAUsualShape_isTakenOut_andCounted(String text) {
    assertThat(redactor.redact(text)).doesNotContain("canary").contains("[redacted]");
    assertThat(redactor.counts()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcDEF123",
        "key sk-proj-abcdefghijkl0123456789",
        "ghp_0123456789abcdefghij",
        "AKIA0123456789ABCDEF"
      })
  void keysOfKnownProviders_areTakenOut(String text) {
    assertThat(redactor.redact(text)).contains("[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10 of 10 connections are in use, 6 threads wait",
        "connection to 127.0.0.1:5432 refused",
        "the check has not ended after 3000 ms and was abandoned",
        "https://status.example.com/api?page=2",
        "author: Alice",
        "lag 12000 of group holdwall-pipeline-worker on holdwall-events"
      })
  void ordinaryWords_stayAsTheyAre_theSameString(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
    assertThat(redactor.counts()).isEmpty();
  }

  @Test
  void namedSecret_isTakenOut_whereverItStands() {
    Redactor named = Redactor.of(List.of("hunter22", "hunter22-longer"));
    assertThat(named.redact("select 'hunter22-longer' where x='hunter22'"))
        .isEqualTo("select '[redacted]' where x='[redacted]'");
    assertThat(named.counts()).containsEntry("named-secret", 2L);
  }

  @Test
  void namedSecret_tooShort_isRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> Redactor.of(List.of("abc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 4 characters")
        .hasMessageNotContaining("abc");
  }

  @Test
  void longText_isCut_withoutHalvingASecret() {
    String text = "word ".repeat(816) + "password=canary-7f3a-canary-7f3a";
    assertThat(redactor.redact(text)).doesNotContain("canary").hasSizeLessThan(4_200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"password", "://", "token=", "eyJ", "-----BEGIN PRIVATE KEY-----", "auth ", "sk-"})
  void hostileText_takesNoLongTime(String piece) {
    String text = piece.repeat(4_096 / piece.length());
    // The time that it took of a processor: how long this thread waited for one is not its own.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    redactor.redact(text);
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(1));
  }

  @Property
  void anyText_withANamedSecretInside_losesIt(@ForAll String before, @ForAll String after) {
    Redactor named = Redactor.of(List.of("canary-7f3a"));
    assertThat(named.redact(before + "canary-7f3a" + after)).doesNotContain("canary-7f3a");
  }

  @Property
  void anyText_redactedTwice_staysTheSame(@ForAll String text) {
    String once = redactor.redact(text);
    assertThat(redactor.redact(once)).isEqualTo(once);
  }
}
