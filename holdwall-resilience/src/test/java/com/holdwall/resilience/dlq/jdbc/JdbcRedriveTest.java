package com.holdwall.resilience.dlq.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.LetterFilter;
import com.holdwall.resilience.dlq.redrive.RedriveEntry;
import com.holdwall.resilience.dlq.redrive.RedriveReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class JdbcRedriveTest extends QueueOnDatabase {

  private final List<RedriveEntry> audit = new ArrayList<>();

  /** A record that was put back so often, fails and is buried. */
  private void letter(int number, Throwable thrown, int replays) throws SQLException {
    List<RawHeader> headers = new ArrayList<>(List.of(RawHeader.text("trace", "t" + number)));
    if (replays > 0) {
      headers.add(RawHeader.text(DeadLetterHeaders.REPLAY_COUNT, Integer.toString(replays)));
    }
    queue.send(Message.text("orders", "k" + number, "v" + number).withHeaders(headers));
    RowStore store = new RowStore(queue.table(), "me", Duration.ofMinutes(1));
    try (Connection connection = database.pool.getConnection()) {
      Row row = TestDatabase.claim(store, connection, "orders", 1).get(0);
      Instant now = Instant.now();
      DeadLetterInfo why = DeadLetterInfo.of(row, "billing", 3, thrown, Stage.PROCESS, now, now);
      assertThat(store.bury(connection, new Outcome.Bury(row, why))).isTrue();
    }
  }

  private JdbcRedriveBuilder redrive() {
    return queue.redrive("orders").perSecond(500).audit("alice", audit::add);
  }

  private List<Row> back() throws SQLException {
    try (Connection connection = database.pool.getConnection()) {
      return TestDatabase.claim(
          new RowStore(queue.table(), "reader", Duration.ofMinutes(1)),
          connection,
          "orders",
          1_000);
    }
  }

  @Test
  void dryRun_saysWhatWouldBeDone_andWritesNothing() throws Exception {
    letter(1, new IOException(), 0);
    letter(2, new IOException(), 3);
    database.execute(
        "insert into "
            + queue.table().dead()
            + " (topic, record_id, consumer_group, header_names, header_values, error_class,"
            + " error_stage) values ('orders', 9, 'g', '{}', '{}', 'c', 's')");
    RedriveReport report = redrive().build().dryRun();
    assertThat(report).isEqualTo(new RedriveReport(true, 3, 1, 1, 0, report.refused(), 1, ""));
    assertThat(report.refused())
        .singleElement()
        .asString()
        .endsWith("-0-3: it has no headers of a dead letter");
    assertThat(audit).hasSize(3).allMatch(RedriveEntry::dryRun);
    assertThat(queue.depth("orders").dead()).isEqualTo(3);
    assertThat(queue.depth("orders").due()).isZero();
  }

  @Test
  void putBack_aRecordHasItsOwnBytesAndHeaders_andASecondRunDoesNothing() throws Exception {
    letter(1, new IOException("why"), 0);
    letter(2, new IOException("why"), 3);
    RedriveReport report = redrive().build().execute();
    assertThat(report.replayed()).isEqualTo(1);
    assertThat(report.parked()).isEqualTo(1);
    Row row = back().get(0);
    assertThat(row.key()).isEqualTo(TestDatabase.bytes("k1"));
    assertThat(row.value()).isEqualTo(TestDatabase.bytes("v1"));
    assertThat(row.header("trace")).isEqualTo("t1");
    assertThat(row.header(DeadLetterHeaders.REPLAY_COUNT)).isEqualTo("1");
    assertThat(row.header(DeadLetterHeaders.ID)).isEqualTo("orders-0-1@billing");
    assertThat(row.header(DeadLetterHeaders.PREFIX + "message")).isNull();
    assertThat(queue.depth("orders").dead()).isZero();
    assertThat(queue.depth("orders").parked()).isEqualTo(1);
    assertThat(audit)
        .extracting(RedriveEntry::operator, RedriveEntry::action, RedriveEntry::target)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice", RedriveEntry.Action.REPLAYED, "orders"),
            org.assertj.core.groups.Tuple.tuple("alice", RedriveEntry.Action.PARKED, ""));
    assertThat(redrive().build().execute().seen()).isZero();
  }

  @Test
  void filterAndLimit_chooseWhichAndHowMany() throws Exception {
    for (int i = 0; i < 5; i++) {
      letter(i, new IOException(), 0);
    }
    letter(9, new IllegalStateException(), 0);
    assertThat(
            redrive()
                .filter(LetterFilter.exception("java.lang.IllegalStateException"))
                .build()
                .list(10))
        .singleElement()
        .satisfies(letter -> assertThat(letter.value()).isEqualTo(TestDatabase.bytes("v9")));
    RedriveReport report =
        redrive().filter(LetterFilter.exception("java.io.IOException")).limit(2).build().execute();
    assertThat(report.replayed()).isEqualTo(2);
    assertThat(back()).extracting(row -> row.header("trace")).containsExactly("t0", "t1");
    assertThat(redrive().build().list(2)).extracting(Letter::offset).containsExactly(3L, 4L);
    assertThat(queue.depth("orders").dead()).isEqualTo(4);
  }

  @Test
  void twoRunsAtOnce_putEachLetterBackOnce() throws Exception {
    for (int i = 0; i < 150; i++) {
      letter(i, new IOException(), 0);
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<RedriveReport>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        JdbcRedrive redrive = queue.redrive("orders").perSecond(500).build();
        runs.add(threads.submit((Callable<RedriveReport>) redrive::execute));
      }
      long moved = 0;
      for (Future<RedriveReport> run : runs) {
        moved += run.get().replayed();
      }
      assertThat(moved).isEqualTo(150);
    } finally {
      threads.shutdownNow();
    }
    assertThat(back()).extracting(row -> row.header("trace")).hasSize(150).doesNotHaveDuplicates();
  }

  @Test
  void rate_isKept() throws Exception {
    for (int i = 0; i < 20; i++) {
      letter(i, new IOException(), 0);
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
      letter(i, new IOException(), 0);
    }
    RedriveReport report =
        redrive()
            .audit(
                "alice",
                entry -> {
                  try {
                    letter(1_000, new IOException(), 1);
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .build()
            .execute();
    assertThat(report.replayed()).isEqualTo(100);
    assertThat(report.stoppedEarly()).contains("100 letters came");
  }

  @Test
  void oldLetters_areDeleted_andYoungOnesStay() throws Exception {
    letter(1, new IOException(), 0);
    letter(2, new IOException(), 0);
    database.execute(
        "update " + queue.table().dead() + " set dead_at = now() - interval '8 days' where id = 1");
    assertThat(queue.deleteLetters("orders", Duration.ofDays(7))).isEqualTo(1);
    assertThat(redrive().build().list(10)).extracting(Letter::offset).containsExactly(2L);
    assertThatThrownBy(() -> queue.deleteLetters("orders", Duration.ofDays(-1)))
        .hasMessage("age must be from PT0S to PT87600H, but is PT-24H");
  }

  @Test
  void wrongSettings_areNamed() {
    assertThatThrownBy(() -> redrive().perSecond(501))
        .hasMessage("perSecond must be from 1 to 500, but is 501");
    assertThatThrownBy(() -> redrive().maxReplays(0))
        .hasMessage("maxReplays must be at least 1, but is 0");
    assertThatThrownBy(() -> redrive().limit(0)).hasMessage("limit must be at least 1, but is 0");
    assertThatThrownBy(() -> redrive().audit(" ", audit::add))
        .hasMessageContaining("operator must not be blank");
    assertThatThrownBy(() -> redrive().build().list(0))
        .hasMessage("max must be at least 1, but is 0");
    assertThatThrownBy(() -> queue.redrive(" ")).hasMessageContaining("topic must not be blank");
  }
}
