package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Figures;
import com.holdwall.servers.KafkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * The promise of {@link ReliableConsumer}: members are killed with kill -9, the broker is, members
 * come and leave, 1 % of the records are poisonous and 5 % of the attempts fail; and every record
 * is processed or dead-lettered, in the order of its key. {@code -Dholdwall.noloss.seed} repeats a
 * run.
 */
class NoLossTest {

  private static final int KEYS = 200;
  private static final int PARTITIONS = 6;
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final String GROUP = "no-loss";
  private static final String LETTERS = "dlq.no-loss.source";

  private final long seed = Long.getLong("holdwall.noloss.seed", new Random().nextInt(1_000_000));
  private final int records = Figures.soak() ? 100_000 : 10_000;
  private final int consumerKills = Figures.soak() ? 20 : 3;
  private final int brokerKills = Figures.soak() ? 5 : 1;
  private final Random random = new Random(seed);

  /** What was found in the outputs and the dead letters. */
  private record Outcome(int missing, int duplicates, int orderViolations) {}

  static boolean poisonous(long seed, int number) {
    return NoLossMember.random(seed, number).nextInt(100) == 0;
  }

  @Test
  void killedMembersAndBroker_loseNoRecord_andKeepTheOrderOfKeys() throws IOException {
    Outcome outcome = run(false);
    write("no-loss", outcome);
    assertThat(outcome.missing()).isZero();
    assertThat(outcome.orderViolations()).isZero();
    // a crash repeats at most what the windows of the partitions hold
    int window = PARTITIONS * (500 + 200);
    assertThat(outcome.duplicates()).isLessThanOrEqualTo((consumerKills + brokerKills) * window);
  }

  @Test
  void exactlyOnce_aReaderOfCommittedRecordsSeesEachOutputOnce() throws IOException {
    Outcome outcome = run(true);
    write("no-loss-exactly-once", outcome);
    assertThat(outcome).isEqualTo(new Outcome(0, 0, 0));
  }

  private Outcome run(boolean exactlyOnce) {
    System.out.println("no-loss seed: -Dholdwall.noloss.seed=" + seed);
    try (KafkaServer server = KafkaServer.launch(Map.of("auto.create.topics.enable", "false"));
        TestTopics topics = new TestTopics(server.bootstrapServers());
        Members members =
            new Members(
                List.of(server.bootstrapServers(), GROUP, SOURCE, TARGET, Long.toString(seed)),
                exactlyOnce)) {
      topics.create(SOURCE, PARTITIONS);
      topics.create(TARGET, PARTITIONS);
      topics.create(LETTERS, PARTITIONS);
      members.join();
      members.join();
      disturb(server, topics, members);
      await()
          .atMost(ofMinutes(3))
          .pollInterval(ofMillis(500))
          .until(() -> topics.lag(GROUP, SOURCE) == 0);
      assertThat(members.allAlive()).isTrue();
      while (members.count() > 0) {
        members.leave();
      }
      return outcome(topics, exactlyOnce);
    }
  }

  /**
   * The records come in as many parts as there are disturbances, so that none hits an idle group.
   */
  private void disturb(KafkaServer server, TestTopics topics, Members members) {
    int disturbances = consumerKills + brokerKills;
    int sent = 0;
    for (int i = 0; i < disturbances; i++) {
      int upTo = (int) ((long) records * (i + 1) / disturbances);
      int from = sent;
      long before = topics.size(TARGET, PARTITIONS);
      topics.fill(SOURCE, upTo - from, (n, topic) -> record(from + n));
      sent = upTo;
      // somewhere in the middle of the part: whoever is killed has records in hand
      long middle = before + 1 + random.nextInt((upTo - from) / 2);
      await()
          .atMost(ofMinutes(2))
          .pollInterval(ofMillis(20))
          .until(() -> topics.size(TARGET, PARTITIONS) >= middle);
      if (i % (disturbances / brokerKills) == disturbances / brokerKills - 1) {
        server.kill();
        pause(random.nextInt(1_000));
        server.restart();
      } else {
        members.kill(random);
        members.join();
      }
      if (i % 6 == 2) {
        members.join();
      } else if (i % 6 == 5) {
        members.leave();
      }
    }
  }

  private static void pause(int millis) {
    await().pollDelay(ofMillis(millis)).until(() -> true);
  }

  private static ProducerRecord<byte[], byte[]> record(int number) {
    String key = "key" + number % KEYS;
    return new ProducerRecord<>(
        SOURCE, TestTopics.bytes(key), TestTopics.bytes(key + ":" + number));
  }

  private Outcome outcome(TestTopics topics, boolean exactlyOnce) {
    BitSet seen = new BitSet(records);
    int[] duplicates = new int[1];
    int[] violations = new int[1];
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : topics.all(TARGET, exactlyOnce)) {
      int number = TestTopics.number(TestTopics.text(record.value()));
      if (seen.get(number)) {
        duplicates[0]++;
        continue;
      }
      seen.set(number);
      // a repetition is no violation; a record that is new after a later one of its key is
      Integer before = last.put(TestTopics.text(record.key()), number);
      violations[0] += before != null && before > number ? 1 : 0;
    }
    for (ConsumerRecord<byte[], byte[]> letter : topics.all(LETTERS, exactlyOnce)) {
      int number = TestTopics.number(TestTopics.text(letter.value()));
      duplicates[0] += seen.get(number) ? 1 : 0;
      seen.set(number);
    }
    return new Outcome(records - seen.cardinality(), duplicates[0], violations[0]);
  }

  private void write(String name, Outcome outcome) throws IOException {
    String json =
        String.format(
            Locale.ROOT,
            "{\"seed\": %d, \"records\": %d, \"consumerKills\": %d, \"brokerKills\": %d,"
                + " \"missing\": %d, \"duplicates\": %d, \"orderViolations\": %d}%n",
            seed,
            records,
            consumerKills,
            brokerKills,
            outcome.missing(),
            outcome.duplicates(),
            outcome.orderViolations());
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", name + ".json"), json);
  }
}
