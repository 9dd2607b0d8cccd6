package com.holdwall.example.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.servers.KafkaServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of an operator, on a real broker. */
class RedriveCommandTest {

  private static final String SOURCE = "orders";
  private static final String LETTERS = "dlq.billing.orders";
  private static final String CANARY = "canary-8842";
  private static final String IO = "java.io.IOException";
  private static final String STATE = "java.lang.IllegalStateException";

  private static KafkaServer server;

  @TempDir private Path folder;

  private record Answer(int code, String out, String err) {}

  @BeforeAll
  static void launch() throws Exception {
    server = KafkaServer.launch(Map.of("auto.create.topics.enable", "true"));
    Map<String, Object> client = Map.of("bootstrap.servers", server.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(SOURCE, 1, (short) 1),
                  new NewTopic(LETTERS, 1, (short) 1),
                  new NewTopic("parked." + SOURCE, 1, (short) 1)))
          .all()
          .get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(letter(1, IO, 0)).get();
      producer.send(letter(2, STATE, 0)).get();
      producer.send(letter(3, IO, 3)).get();
    }
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static ProducerRecord<byte[], byte[]> letter(int number, String exception, int replays) {
    DeadLetterInfo info =
        new DeadLetterInfo(
            SOURCE,
            0,
            number,
            "billing",
            3,
            "a message with " + CANARY,
            exception,
            null,
            "a trace with " + CANARY,
            Stage.PROCESS,
            Instant.EPOCH,
            Instant.EPOCH,
            Disposition.COMPLETE,
            replays);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            LETTERS, ("k" + number).getBytes(UTF_8), (CANARY + number).getBytes(UTF_8));
    DeadLetterHeaders.write(info, List.of(RawHeader.text("token", CANARY)))
        .forEach(h -> record.headers().add(h.name(), h.value()));
    return record;
  }

  private static Answer run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new RedriveCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
            .run(Arrays.asList(arguments));
    Answer answer = new Answer(code, out.toString(UTF_8), err.toString(UTF_8));
    assertThat(answer.toString()).doesNotContain(CANARY);
    return answer;
  }

  private static Answer onTopic(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(command, "--brokers", server.bootstrapServers(), "--topic", LETTERS));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static List<String> values(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition only = new TopicPartition(topic, 0);
      consumer.assign(List.of(only));
      consumer.seekToBeginning(List.of(only));
      long end = consumer.endOffsets(List.of(only)).getOrDefault(only, 0L);
      List<String> values = new ArrayList<>();
      while (consumer.position(only) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(new String(record.value(), UTF_8));
        }
      }
      return values;
    }
  }

  @Test
  void list_showsCoordinatesAndClasses_andFilters() {
    Answer all = onTopic("list");
    assertThat(all.code()).isZero();
    assertThat(all.out().lines()).hasSize(4).last().isEqualTo("3 letters");
    assertThat(all.out())
        .contains("orders-0-1@billing  " + IO + "  process  attempts 3  put back 0");
    assertThat(onTopic("list", "--exception", STATE).out()).contains("1 letters");
    assertThat(onTopic("list", "--key", "k3").out()).contains("orders-0-3@billing");
    assertThat(onTopic("list", "--header", "token=other").out()).startsWith("0 letters");
    assertThat(onTopic("list", "--source", "others").out()).startsWith("0 letters");
    assertThat(onTopic("list", "--max", "2").out()).contains("2 letters");
    assertThat(onTopic("list", "--until", "2001-01-01T00:00:00Z").out()).startsWith("0 letters");
  }

  @Test
  void show_tellsAllAboutALetterButItsContents() {
    Answer shown = onTopic("show", "--letter", "0-1");
    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains("key         2 bytes")
        .contains("token[11 bytes]")
        .contains("exception   " + STATE)
        .contains("id          orders-0-2@billing");
    Answer absent = onTopic("show", "--letter", "0-99");
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).contains("there is no letter 0-99");
  }

  @Test
  void run_isADryRun_untilItIsToldToExecute() throws Exception {
    Answer dry = onTopic("run", "--to", SOURCE, "--operator", "alice");
    assertThat(dry.code()).isZero();
    assertThat(dry.out())
        .contains("would be replayed  orders-0-1@billing -> orders  by alice")
        .contains("would be parked  orders-0-3@billing -> parked.orders  by alice")
        .contains("dry run: 3 seen, 2 put back, 1 parked, 0 refused, 0 left by the filter")
        .contains("nothing was written: --execute does it");
    assertThat(values(SOURCE)).isEmpty();

    assertThat(onTopic("run", "--to", "elsewhere", "--execute", "--task", "refused").out())
        .contains("orders is not among the allowed ones")
        .contains("3 refused");
    assertThat(values(SOURCE)).isEmpty();

    Path config = Files.writeString(folder.resolve("client.properties"), "client.id=operator\n");
    Answer real =
        onTopic(
            "run",
            "--to",
            SOURCE,
            "--exception",
            IO,
            "--rate",
            "100",
            "--task",
            "real",
            "--config",
            config.toString(),
            "--execute");
    assertThat(real.err()).isEmpty();
    assertThat(real.code()).isZero();
    assertThat(real.out())
        .contains("done: 3 seen, 1 put back, 1 parked, 0 refused, 1 left by the filter");
    assertThat(values(SOURCE)).containsExactly(CANARY + "1");
    assertThat(values("parked." + SOURCE)).containsExactly(CANARY + "3");
  }

  @Test
  void wrongArguments_areNamed_withTheUsage() {
    assertThat(run().err()).startsWith("the first argument must be list, show or run, but is ''");
    assertThat(run("list").err()).startsWith("list needs --brokers");
    assertThat(onTopic("run").err()).startsWith("run needs --to");
    assertThat(onTopic("list", "--execute").err()).startsWith("list knows no --execute");
    assertThat(onTopic("list", "--max").err()).startsWith("--max needs a value");
    assertThat(onTopic("list", "--max", "x").err()).startsWith("--max must be a number, but is x");
    assertThat(onTopic("list", "--from", "x").err()).startsWith("--from must be an instant");
    assertThat(onTopic("show", "--letter", "17").err())
        .startsWith("--letter must be PARTITION-OFFSET, such as 0-17, but is 17");
    Answer fast = onTopic("run", "--to", SOURCE, "--rate", "501");
    assertThat(fast.code()).isEqualTo(2);
    assertThat(fast.err())
        .startsWith("perSecond must be from 1 to 500, but is 501")
        .contains("Without --execute");
  }

  @Test
  void mistypedTopic_isNamed_andDoesNotComeIntoBeing() throws Exception {
    Answer answer = run("list", "--brokers", server.bootstrapServers(), "--topic", "dlq.mistyped");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).startsWith("topic 'dlq.mistyped' does not exist");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).doesNotContain("dlq.mistyped");
    }
  }
}
