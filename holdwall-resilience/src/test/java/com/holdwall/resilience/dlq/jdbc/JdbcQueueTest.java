package com.holdwall.resilience.dlq.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.dlq.RawHeader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class JdbcQueueTest extends QueueOnDatabase {

  private static final String CANARY = "canary-7391";

  @Test
  void sendInTheCallersTransaction_isThereIfAndOnlyIfThatCommits() throws SQLException {
    try (Connection connection = database.pool.getConnection()) {
      connection.setAutoCommit(false);
      queue.send(connection, Message.text("orders", "k", "rolled back"));
      connection.rollback();
      queue.send(connection, Message.text("orders", "k", "committed"));
      assertThat(queue.depth("orders").due()).isZero();
      connection.commit();
    }
    assertThat(queue.depth("orders").due()).isEqualTo(1);
    assertThat(queue.send(Message.text("orders", "k", "own"))).isPositive();
    assertThat(queue.depth("orders").due()).isEqualTo(2);
    assertThat(queue.depth("others").due()).isZero();
  }

  @Test
  void anyBytesAndHeaders_comeOutAsTheyWentIn() throws SQLException {
    Random random = new Random(7);
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] large = new byte[1 << 20];
    random.nextBytes(large);
    List<RawHeader> headers =
        List.of(
            new RawHeader("twice", all),
            new RawHeader("twice", new byte[0]),
            new RawHeader("", null),
            new RawHeader("na\"me,{}\\ü", new byte[] {0, (byte) 0xff}));
    // a key that is longer than an index entry may be
    queue.send(Message.of("t", large, large).withHeaders(headers));
    queue.send(Message.of("t", new byte[0], new byte[0]));
    queue.send(Message.of("t", null, null));
    List<Row> rows = claim(queue, "t");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).key()).isEqualTo(large);
    assertThat(rows.get(0).value()).isEqualTo(large);
    assertThat(rows.get(0).headers()).isEqualTo(headers);
    assertThat(rows.get(0).timestampMillis()).isPositive();
    assertThat(rows.get(1).key()).isEmpty();
    assertThat(rows.get(1).value()).isEmpty();
    assertThat(rows.get(1).headers()).isEmpty();
    assertThat(rows.get(2).key()).isNull();
    assertThat(rows.get(2).value()).isNull();
  }

  private static List<Row> claim(JdbcQueue queue, String topic) throws SQLException {
    try (Connection connection = database.pool.getConnection()) {
      return TestDatabase.claim(
          new RowStore(queue.table(), "me", Duration.ofMinutes(1)), connection, topic, 100);
    }
  }

  @Test
  void delayedMessage_isNotDueYet() throws SQLException {
    queue.send(Message.text("t", "k", "later").after(Duration.ofHours(1)));
    queue.send(Message.text("t", "k", "now"));
    assertThat(claim(queue, "t")).hasSize(1);
    QueueDepth depth = queue.depth("t");
    assertThat(depth.delayed()).isEqualTo(1);
    assertThat(depth.leased()).isEqualTo(1);
    assertThat(depth.due()).isZero();
    assertThat(depth.oldestAge()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void missingTableColumnOrType_isNamed() throws SQLException {
    JdbcQueue absent = JdbcQueue.in(database.pool, null, "absent");
    assertThatThrownBy(absent::check)
        .isInstanceOf(TableSetupException.class)
        .hasMessage("table \"absent\" is missing: run JdbcQueue.ddl(), or JdbcQueue.createTable()");
    queue.check();
    String table = queue.table().queue();
    database.execute("alter table " + table + " drop column step");
    assertThatThrownBy(queue::check)
        .isInstanceOf(TableSetupException.class)
        .hasMessage("table " + table + " has no column step (integer)");
    database.execute("alter table " + table + " add column step text");
    assertThatThrownBy(queue::check)
        .isInstanceOf(TableSetupException.class)
        .hasMessage("column step of table " + table + " must be integer, but is text");
    String dead = queue.table().dead();
    database.execute("alter table " + table + " drop column step, add column step integer");
    database.execute("alter table " + dead + " drop column parked");
    assertThatThrownBy(queue::check).hasMessageContaining(dead + " has no column parked");
    assertThatThrownBy(
            () -> queue.worker("g").topics("t").build(source -> "", delivery -> {}).start())
        .isInstanceOf(TableSetupException.class);
  }

  @Test
  void createTable_byManyAtOnce_andAgain_works() throws Exception {
    JdbcQueue queue = JdbcQueue.in(database.pool, null, "made by many");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<JdbcQueue>> made = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        made.add(threads.submit((Callable<JdbcQueue>) queue::createTable));
      }
      for (Future<JdbcQueue> each : made) {
        each.get().check();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void userWhoMayNotCreate_getsAClearError_andMayStillWork() throws SQLException {
    database.execute("create role modest login");
    database.execute(
        "grant select, insert, update, delete on " + queue.table().queue() + " to modest");
    database.execute(
        "grant select, insert, update, delete on " + queue.table().dead() + " to modest");
    database.execute("revoke create on schema public from public");
    try (var source =
        TestDatabase.pool(database.server.jdbcUrl(), "modest", Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> JdbcQueue.in(source, null, "other").createTable())
          .isInstanceOf(QueueException.class)
          .hasMessage("the tables of \"other\" cannot be made: PSQLException, SQLState 42501");
      JdbcQueue same = JdbcQueue.in(source, "public", queue.table().name());
      same.check();
      same.send(Message.text("t", "k", "v"));
      assertThat(same.depth("t").due()).isEqualTo(1);
    }
  }

  @Test
  void hostileNames_areOnlyNames() throws SQLException {
    for (String name :
        List.of(
            "x\"; drop table victims; --",
            "${dead}",
            "$1",
            "a.b",
            "SELECT",
            "' or 1=1",
            "\\\"",
            "ÄÖ 漢字")) {
      JdbcQueue queue = JdbcQueue.in(database.pool, "public", name).createTable();
      queue.check();
      queue.send(Message.text("t", "k", "v"));
      assertThat(claim(queue, "t")).hasSize(1);
    }
  }

  @Test
  void badInput_isNamed() {
    assertThatThrownBy(() -> Message.of(" ", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topic must not be blank, but is ' '");
    assertThatThrownBy(() -> Message.of("a\0b", null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topic must not hold U+0000");
    assertThatThrownBy(
            () -> Message.of("t", null, null).withHeaders(List.of(RawHeader.text("n\0", "v"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("header name must not hold U+0000");
    assertThatThrownBy(() -> Message.of("t", null, null).after(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delay must be from PT0S to PT87600H, but is PT-1S");
    assertThatThrownBy(() -> JdbcQueue.in(database.pool, "", "t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("schema must have 1 to 63 bytes");
  }

  @Test
  void whatTheDatabaseRefuses_isToldWithoutTheRecord() throws SQLException {
    database.execute(
        "alter table " + queue.table().queue() + " add constraint no check (length(value) < 3)");
    Message message =
        Message.text("t", CANARY, CANARY).withHeaders(List.of(RawHeader.text("token", CANARY)));
    assertThat(message.toString()).doesNotContain(CANARY).contains("Message[t, key 11 bytes");
    assertThatThrownBy(() -> queue.send(message))
        .isInstanceOf(QueueException.class)
        .satisfies(thrown -> assertThat(whole(thrown)).doesNotContain(CANARY))
        .hasMessage("a record of topic t cannot be sent: PSQLException, SQLState 23514")
        .extracting(thrown -> ((SQLException) thrown).getSQLState())
        .isEqualTo("23514");
    try (Connection connection = database.pool.getConnection()) {
      assertThatThrownBy(() -> queue.sendAll(connection, List.of(message, message)))
          .satisfies(thrown -> assertThat(whole(thrown)).doesNotContain(CANARY));
    }
  }

  static String whole(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  @Test
  void unreachableDatabase_isToldByClassAndState() {
    try (var pool =
        TestDatabase.pool(
            "jdbc:postgresql://127.0.0.1:1/none", "postgres", Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> JdbcQueue.in(pool).send(Message.text("t", "k", CANARY)))
          .isInstanceOf(QueueException.class)
          .hasMessageContaining("SQLTransientConnectionException")
          .satisfies(thrown -> assertThat(whole(thrown)).doesNotContain(CANARY));
    }
  }
}
