package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicNamesTest {

  private final TopicNames names = TopicNames.ofGroup("billing");

  @Test
  void groupAndDelay_areInTheNames() {
    assertThat(names.deadLetterTopic("orders")).isEqualTo("dlq.billing.orders");
    assertThat(names.retryTopic("orders", ofSeconds(30))).isEqualTo("retry.billing.orders.30s");
    assertThat(names.retryTopic("orders", ofMinutes(5))).isEqualTo("retry.billing.orders.5m");
    assertThat(names.retryTopic("orders", ofHours(1))).isEqualTo("retry.billing.orders.1h");
    assertThat(names.retryTopic("orders", ofMillis(250))).isEqualTo("retry.billing.orders.250ms");
  }

  @Test
  void holdwallsTopic_takesAllDeadLetters() {
    TopicNames holdwall =
        TopicNames.withDeadLetterTopic("holdwall-pipeline-worker", "holdwall-dlq");
    assertThat(holdwall.deadLetterTopic("holdwall-events")).isEqualTo("holdwall-dlq");
  }

  @Test
  void groupThatNoTopicMayBeCalled_isMadeLegal() {
    assertThat(TopicNames.ofGroup("a b/c").deadLetterTopic("t")).isEqualTo("dlq.a_b_c.t");
  }

  @Test
  void illegalName_isNamed() {
    assertThatThrownBy(() -> TopicNames.withDeadLetterTopic("g", "a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> TopicNames.withDeadLetterTopic("g", ".."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void delaysThatDoNotRise_areRefused() {
    assertThatThrownBy(() -> RetryTopics.after(ofSeconds(5), ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT5S, PT5S");
    assertThatThrownBy(() -> RetryTopics.after(ofSeconds(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
