package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Guard;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.servers.KafkaServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Dead letters that the broker does not take: records stay, lag shows, and it goes on by itself.
 */
class RefusedLetterTest {

  private static final String USER = "billing";
  private static final String PASSWORD = "canary-password";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static KafkaServer server;
  private static TestTopics topics;

  private String topic;
  private String group;
  private String letters;

  @BeforeAll
  static void launch() {
    Map<String, String> settings = new HashMap<>(KafkaServer.saslPlain(USER, PASSWORD));
    settings.putAll(KafkaServer.accessControl());
    settings.put("auto.create.topics.enable", "false");
    settings.put("broker.session.timeout.ms", "18000");
    server = KafkaServer.launch(settings);
    topics = new TestTopics(server.bootstrapServers());
  }

  @AfterAll
  static void close() {
    topics.close();
    server.close();
  }

  @BeforeEach
  void names() {
    int number = NUMBER.incrementAndGet();
    topic = "orders" + number;
    group = "billing" + number;
    letters = "dlq." + group + "." + topic;
    topics.create(topic, 1);
  }

  private static void allow(ResourceType type, String name, AclOperation... operations) {
    List<AclBinding> acls = new ArrayList<>();
    for (AclOperation operation : operations) {
      acls.add(
          new AclBinding(
              new ResourcePattern(type, name, PatternType.LITERAL),
              new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW)));
    }
    TestTopics.get(topics.admin().createAcls(acls).all());
  }

  private ReliableConsumerBuilder restricted() {
    allow(ResourceType.TOPIC, topic, AclOperation.READ, AclOperation.DESCRIBE);
    allow(ResourceType.GROUP, group, AclOperation.READ);
    allow(ResourceType.TOPIC, letters, AclOperation.READ, AclOperation.DESCRIBE);
    return builder(
        Map.of(
            "bootstrap.servers",
            server.bootstrapServers(server.proxiedPort()),
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                + USER
                + "\" password=\""
                + PASSWORD
                + "\";"));
  }

  private ReliableConsumerBuilder builder(Map<String, Object> client) {
    return ReliableConsumer.builder(group, client)
        .topics(topic)
        .guard(Guard.named("none").build())
        .commitInterval(ofMillis(50));
  }

  private ReliableConsumer rejecting(ReliableConsumerBuilder builder) {
    return builder
        .build(
            RecordReader.text(),
            delivery -> {
              if (delivery.required().startsWith("bad")) {
                throw new IllegalArgumentException("bad");
              }
            })
        .start();
  }

  /** About the letters: an ACL that the broker has not heard of yet is another finding. */
  private void awaitFinding(ReliableConsumer consumer, ConsumerFinding.Kind kind) {
    await()
        .atMost(ofSeconds(30))
        .until(
            () ->
                consumer.findings().stream()
                    .anyMatch(f -> f.kind() == kind && f.subject().equals(letters)));
  }

  private void awaitRecovery(ReliableConsumer consumer) {
    await().atMost(ofSeconds(60)).until(() -> topics.lag(group, topic) == 0);
    await().atMost(ofSeconds(30)).until(() -> consumer.findings().isEmpty());
  }

  @Test
  void readOnlyDeadLetterTopic_keepsTheRecords_saysSo_andGoesOnOnceItMayWrite() {
    topics.create(letters, 1);
    topics.send(topic, "a", "bad 1");
    topics.send(topic, "b", "good");
    topics.send(topic, "c", "bad 2");
    try (ReliableConsumer consumer = rejecting(restricted())) {
      awaitFinding(consumer, ConsumerFinding.Kind.NOT_AUTHORIZED);
      await().atMost(ofSeconds(30)).until(() -> consumer.counts().processed() == 1);
      assertThat(topics.lag(group, topic)).isEqualTo(3);
      assertThat(consumer.findings())
          .allSatisfy(
              finding -> {
                assertThat(finding.subject()).isEqualTo(letters);
                assertThat(finding.detail())
                    .isEqualTo(
                        "The broker does not let this service write to topic "
                            + letters
                            + ": the records are kept.");
              });
      assertThat(consumer.isRunning()).isTrue();
      allow(ResourceType.TOPIC, letters, AclOperation.WRITE);
      awaitRecovery(consumer);
      assertThat(consumer.toString() + consumer.findings()).doesNotContain(PASSWORD);
    }
    assertThat(TestTopics.values(topics.all(letters))).containsExactlyInAnyOrder("bad 1", "bad 2");
  }

  @Test
  void readOnlyDeadLetterTopic_inTransactions_keepsTheRecords_andGoesOnOnceItMayWrite() {
    topics.create(letters, 1);
    allow(ResourceType.TRANSACTIONAL_ID, group + "-1", AclOperation.WRITE, AclOperation.DESCRIBE);
    topics.send(topic, "a", "bad 1");
    topics.send(topic, "b", "good");
    try (ReliableConsumer consumer = rejecting(restricted().exactlyOnce(group + "-1"))) {
      awaitFinding(consumer, ConsumerFinding.Kind.NOT_AUTHORIZED);
      assertThat(topics.lag(group, topic)).isEqualTo(2);
      assertThat(consumer.isRunning()).isTrue();
      allow(ResourceType.TOPIC, letters, AclOperation.WRITE);
      awaitRecovery(consumer);
    }
    assertThat(TestTopics.values(topics.all(letters, true))).containsExactly("bad 1");
  }

  @Test
  void topicThatTakesNotEvenAPointer_keepsTheRecord_untilItTakesLargerOnes() {
    topics.create(letters, 1, Map.of("max.message.bytes", "200"));
    topics.send(topic, "a", "bad");
    try (ReliableConsumer consumer = rejecting(builder(topics.client()))) {
      awaitFinding(consumer, ConsumerFinding.Kind.DEAD_LETTER_TOO_LARGE);
      assertThat(topics.lag(group, topic)).isEqualTo(1);
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, letters);
      TestTopics.get(
          topics
              .admin()
              .incrementalAlterConfigs(
                  Map.of(
                      resource,
                      List.of(
                          new AlterConfigOp(
                              new ConfigEntry("max.message.bytes", "1000000"),
                              AlterConfigOp.OpType.SET))))
              .all());
      await().atMost(ofSeconds(60)).until(() -> topics.lag(group, topic) == 0);
    }
    assertThat(topics.all(letters)).hasSize(1);
  }

  @Test
  void deadLetterTopicDeletedWhileItRuns_keepsTheRecords_untilItIsBack() {
    topics.create(letters, 1);
    topics.send(topic, "a", "bad 1");
    try (ReliableConsumer consumer =
        rejecting(
            builder(topics.client())
                .producerSettings(
                    Map.of(
                        "max.block.ms",
                        500,
                        "delivery.timeout.ms",
                        4_000,
                        "request.timeout.ms",
                        2_000)))) {
      await().atMost(ofSeconds(30)).until(() -> topics.lag(group, topic) == 0);
      TestTopics.get(topics.admin().deleteTopics(List.of(letters)).all());
      // the controller says so first: until the broker knows, it takes letters and drops them
      await()
          .atMost(ofSeconds(30))
          .until(() -> !TestTopics.get(topics.admin().listTopics().names()).contains(letters));
      topics.send(topic, "b", "bad 2");
      await()
          .atMost(ofSeconds(60))
          .until(
              () ->
                  consumer.findings().stream()
                      .anyMatch(finding -> finding.subject().equals(letters)));
      assertThat(topics.lag(group, topic)).isEqualTo(1);
      topics.create(letters, 1);
      awaitRecovery(consumer);
    }
    assertThat(TestTopics.values(topics.all(letters))).containsOnly("bad 2");
  }

  @Test
  void headers_areTextToKafkasOwnConsoleConsumer() {
    topics.create(letters, 1);
    topics.send(topic, "key", "bad \u00e9");
    try (ReliableConsumer consumer = rejecting(builder(topics.client()))) {
      await().atMost(ofSeconds(30)).until(() -> topics.lag(group, topic) == 0);
      assertThat(consumer.counts().deadLettered()).isEqualTo(1);
    }
    String printed =
        String.join(
            "\n", server.consoleConsumer(letters, 1, "print.headers=true", "print.key=true"));
    assertThat(printed)
        .contains(
            "__dlq.errors.topic:" + topic,
            "__dlq.errors.partition:0",
            "__dlq.errors.offset:0",
            "__dlq.errors.group:" + group,
            "__dlq.errors.delivery.count:1",
            "__dlq.errors.message:bad",
            "__dlq.errors.exception.class.name:java.lang.IllegalArgumentException",
            "__dlq.errors.stage:process",
            "__dlq.errors.id:" + topic + "-0-0@" + group)
        .contains("\tkey\t");
    assertThat(Arrays.asList(printed.split("\t", -1))).last().isEqualTo("bad \u00e9");
  }
}
