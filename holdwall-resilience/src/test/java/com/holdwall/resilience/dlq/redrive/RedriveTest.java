package com.holdwall.resilience.dlq.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.resilience.dlq.kafka.TestTopics;
import com.holdwall.servers.KafkaServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedriveTest {

  private static KafkaServer server;
  private static TestTopics topics;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<RedriveEntry> audit = new ArrayList<>();
  private String source;
  private String letters;

  @BeforeAll
  static void launch() {
    server = KafkaServer.launch();
    topics = new TestTopics(server.bootstrapServers());
  }

  @AfterAll
  static void close() {
    topics.close();
    server.close();
  }

  @BeforeEach
  void names() {
    source = "orders" + NUMBER.incrementAndGet();
    letters = "dlq.billing." + source;
    topics.create(source, 2);
    topics.create(letters, 2);
    topics.create("parked." + source, 1);
  }

  private void letter(int number, String exception, int replays, Disposition disposition) {
    DeadLetterInfo info =
        new DeadLetterInfo(
            source,
            0,
            number,
            "billing",
            3,
            "m",
            exception,
            null,
            null,
            Stage.PROCESS,
            Instant.EPOCH,
            Instant.EPOCH,
            disposition,
            replays);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            letters, TestTopics.bytes("k" + number), TestTopics.bytes("v" + number));
    DeadLetterHeaders.write(info, List.of(RawHeader.text("trace", "t" + number)))
        .forEach(h -> record.headers().add(new RecordHeader(h.name(), h.value())));
    topics.send(record);
  }

  private RedriveBuilder redrive() {
    return Redrive.from(letters, topics.client())
        .to(source)
        .perSecond(500)
        .audit("alice", audit::add);
  }

  @Test
  void dryRun_saysWhatWouldBeDone_andWritesNothing() {
    letter(1, "java.io.IOException", 0, Disposition.COMPLETE);
    letter(2, "java.io.IOException", 3, Disposition.COMPLETE);
    letter(3, "java.io.IOException", 0, Disposition.POINTER);
    RedriveReport report = redrive().build().dryRun();
    assertThat(report.dryRun()).isTrue();
    assertThat(report.seen()).isEqualTo(3);
    assertThat(report.replayed()).isEqualTo(1);
    assertThat(report.parked()).isEqualTo(1);
    assertThat(report.refused()).singleElement().asString().contains(source + "-0-3@billing");
    assertThat(audit).hasSize(3).allMatch(RedriveEntry::dryRun);
    assertThat(topics.all(source)).isEmpty();
    assertThat(topics.all("parked." + source)).isEmpty();
  }

  @Test
  void putBack_aRecordHasItsOwnBytesAndHeaders_andASecondRunDoesNothing() throws Exception {
    letter(1, "java.io.IOException", 0, Disposition.COMPLETE);
    letter(2, "java.io.IOException", 3, Disposition.COMPLETE);
    RedriveReport report = redrive().build().execute();
    assertThat(report.replayed()).isEqualTo(1);
    ConsumerRecord<byte[], byte[]> back = topics.all(source).get(0);
    assertThat(TestTopics.text(back.key())).isEqualTo("k1");
    assertThat(TestTopics.text(back.value())).isEqualTo("v1");
    assertThat(TestTopics.header(back, "trace")).isEqualTo("t1");
    assertThat(TestTopics.header(back, DeadLetterHeaders.REPLAY_COUNT)).isEqualTo("1");
    assertThat(TestTopics.header(back, DeadLetterHeaders.ID)).isEqualTo(source + "-0-1@billing");
    assertThat(TestTopics.header(back, "__dlq.errors.exception.class.name")).isNull();
    ConsumerRecord<byte[], byte[]> parked = topics.all("parked." + source).get(0);
    assertThat(TestTopics.header(parked, "__dlq.errors.exception.class.name"))
        .isEqualTo("java.io.IOException");
    assertThat(audit)
        .extracting(RedriveEntry::operator, RedriveEntry::dryRun)
        .containsOnly(org.assertj.core.groups.Tuple.tuple("alice", false));

    assertThat(redrive().build().execute().seen()).isZero();
    letter(4, "java.io.IOException", 0, Disposition.COMPLETE);
    assertThat(redrive().build().execute().replayed()).isEqualTo(1);
    assertThat(topics.all(source)).hasSize(2);
  }

  @Test
  void filter_choosesByExceptionAndHeader_andListShowsThem() {
    letter(1, "java.io.IOException", 0, Disposition.COMPLETE);
    letter(2, "java.lang.IllegalStateException", 0, Disposition.COMPLETE);
    Redrive redrive =
        redrive()
            .filter(
                LetterFilter.exception("java.io.IOException")
                    .and(LetterFilter.header("trace", "t1")))
            .build();
    assertThat(redrive.list(10))
        .singleElement()
        .satisfies(letter -> assertThat(letter.info().orElseThrow().offset()).isEqualTo(1));
    RedriveReport report = redrive.dryRun();
    assertThat(report.filtered()).isEqualTo(1);
    assertThat(report.replayed()).isEqualTo(1);
  }

  @Test
  void topicThatIsNotAllowed_isRefused() {
    letter(1, "java.io.IOException", 0, Disposition.COMPLETE);
    RedriveReport report = redrive().to("elsewhere").build().dryRun();
    assertThat(report.refused())
        .singleElement()
        .asString()
        .contains(source + " is not among the allowed ones [elsewhere]");
  }

  @Test
  void rate_isKept() throws Exception {
    for (int i = 0; i < 20; i++) {
      letter(i, "java.io.IOException", 0, Disposition.COMPLETE);
    }
    AtomicLong now = new AtomicLong();
    Ticker ticker = now::get;
    Sleeper sleeper = nanos -> now.addAndGet(Math.max(0, nanos));
    RedriveReport report =
        redrive().perSecond(10).time(Clock.systemUTC(), ticker, sleeper).build().execute();
    assertThat(report.replayed()).isEqualTo(20);
    assertThat(Duration.ofNanos(now.get())).isEqualTo(Duration.ofMillis(1_900));
  }

  @Test
  void lettersThatComeStraightBack_endTheRun() throws Exception {
    for (int i = 0; i < 250; i++) {
      letter(i, "java.io.IOException", 0, Disposition.COMPLETE);
    }
    // whoever consumes the source fails again at once
    RedriveReport report =
        redrive()
            .audit(
                "alice",
                entry -> {
                  letter(1_000 + audit.size(), "java.io.IOException", 1, Disposition.COMPLETE);
                  audit.add(entry);
                })
            .build()
            .execute();
    assertThat(report.replayed()).isEqualTo(100);
    assertThat(report.stoppedEarly()).contains("100 letters came");
  }

  @Test
  void wrongSettings_areNamed() {
    assertThatThrownBy(() -> redrive().perSecond(501))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perSecond must be from 1 to 500, but is 501");
    assertThatThrownBy(() -> redrive().maxReplays(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> redrive().task(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
