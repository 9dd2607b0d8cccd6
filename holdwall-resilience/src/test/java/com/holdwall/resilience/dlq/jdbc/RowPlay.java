package com.holdwall.resilience.dlq.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.resilience.dlq.redrive.Letter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Does the same to a queue's real tables and to their model, and looks whether they agree. */
final class RowPlay implements AutoCloseable {

  static final int ACTIONS = 12;

  private static final String[] OWNERS = {"a", "b"};
  private static final String[] KEYS = {"x", "y", ""};

  private final TestDatabase database;
  private final JdbcQueue queue;
  private final Connection connection;
  private final RowStore[] stores = new RowStore[OWNERS.length];
  private final RowModel model = new RowModel();

  RowPlay(TestDatabase database) throws SQLException {
    this.database = database;
    queue = database.queue();
    connection = database.pool.getConnection();
    for (int i = 0; i < OWNERS.length; i++) {
      stores[i] = new RowStore(queue.table(), OWNERS[i], Duration.ofHours(1));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    database.execute("drop table " + queue.table().queue() + ", " + queue.table().dead());
  }

  /** What {@code action} stands for; {@code detail} chooses who, and which row. */
  void act(int action, int detail) throws SQLException {
    int who = detail % 2;
    switch (action) {
      case 0, 1, 2 -> send(KEYS[detail % 3]);
      case 3, 4 -> claim(who, 1 + detail / 2 % 3);
      case 5 -> done(who, detail / 2);
      case 6 -> letGo(who, detail / 2);
      case 7 -> retry(who, detail / 2);
      case 8 -> bury(who, detail / 2);
      case 9 -> timePasses(detail / 2);
      case 10 -> renew(who);
      default -> redrive(detail);
    }
  }

  private void send(String key) throws SQLException {
    String present = key.isEmpty() ? null : key;
    model.send(queue.send(connection, Message.text("t", present, "v")), present);
  }

  private void claim(int who, int most) throws SQLException {
    Set<Long> allowed = new HashSet<>();
    model.claimable().forEach(r -> allowed.add(r.id));
    List<Row> rows = TestDatabase.claim(stores[who], connection, "t", most);
    assertThat(rows).extracting(Row::id).isSubsetOf(allowed);
    assertThat(rows).hasSize(Math.min(most, allowed.size()));
    for (Row row : rows) {
      RowModel.Entry record = Objects.requireNonNull(model.queue.get(row.id()));
      record.state = RowModel.State.LEASED;
      record.owner = OWNERS[who];
    }
  }

  /** Some row that is or was there. */
  private long some(int detail) {
    return model.sent == 0 ? 1 : 1 + detail % model.sent;
  }

  private void done(int who, int detail) throws SQLException {
    long id = some(detail);
    boolean mine = model.ownedBy(id, OWNERS[who]).isPresent();
    assertThat(stores[who].done(connection, List.of(id)).contains(id)).isEqualTo(mine);
    if (mine) {
      model.queue.remove(id);
      model.processed++;
    }
  }

  private void letGo(int who, int detail) throws SQLException {
    long id = some(detail);
    boolean mine = model.ownedBy(id, OWNERS[who]).isPresent();
    assertThat(stores[who].letGo(connection, List.of(id)).contains(id)).isEqualTo(mine);
    model.ownedBy(id, OWNERS[who]).ifPresent(r -> set(r, RowModel.State.WAITING));
  }

  private static void set(RowModel.Entry record, RowModel.State state) {
    record.state = state;
    record.owner = null;
  }

  private void retry(int who, int detail) throws SQLException {
    Row row = row(some(detail));
    boolean mine = model.ownedBy(row.id(), OWNERS[who]).isPresent();
    Outcome.Retry outcome = new Outcome.Retry(row, Duration.ofHours(1), why(row));
    assertThat(stores[who].retry(connection, outcome)).isEqualTo(mine);
    model
        .ownedBy(row.id(), OWNERS[who])
        .ifPresent(
            r -> {
              set(r, RowModel.State.DELAYED);
              r.ordered = false;
            });
  }

  private void bury(int who, int detail) throws SQLException {
    Row row = row(some(detail));
    boolean mine = model.ownedBy(row.id(), OWNERS[who]).isPresent();
    assertThat(stores[who].bury(connection, new Outcome.Bury(row, why(row)))).isEqualTo(mine);
    if (mine) {
      RowModel.Entry gone = model.queue.remove(row.id());
      model.dead.add(new RowModel.Dead(row.id(), gone == null ? null : gone.key, false));
    }
  }

  private static Row row(long id) {
    return new Row(id, "t", 0, null, null, List.of(), 0, 0, null);
  }

  private static DeadLetterInfo why(Row row) {
    Instant now = Instant.now();
    return DeadLetterInfo.of(row, "g", 1, new IOException("why"), Stage.PROCESS, now, now);
  }

  /** A lease ends, or a delay does. */
  private void timePasses(int detail) throws SQLException {
    RowModel.Entry record = model.queue.get(some(detail));
    if (record != null) {
      database.execute(
          "update "
              + queue.table().queue()
              + " set visible_at = now() - interval '1 second' where id = "
              + record.id);
      switch (record.state) {
        case LEASED -> record.state = RowModel.State.EXPIRED;
        case DELAYED -> record.state = RowModel.State.WAITING;
        default -> {}
      }
    }
  }

  private void renew(int who) throws SQLException {
    List<Long> all = List.copyOf(model.queue.keySet());
    Set<Long> mine = stores[who].renew(connection, all);
    Set<Long> expected = new HashSet<>();
    for (RowModel.Entry record : model.queue.values()) {
      if (OWNERS[who].equals(record.owner)) {
        record.state = RowModel.State.LEASED;
        expected.add(record.id);
      }
    }
    assertThat(mine).isEqualTo(expected);
  }

  private void redrive(int detail) throws SQLException {
    LetterStore store = new LetterStore(connection, queue.table());
    List<Letter> letters = store.read("t", 0, Long.MAX_VALUE, 100);
    if (letters.isEmpty()) {
      return;
    }
    Letter letter = letters.get(detail / 2 % letters.size());
    long recordId = letter.info().orElseThrow().offset();
    RowModel.Dead was =
        model.dead.stream().filter(d -> d.recordId() == recordId).findFirst().orElseThrow();
    model.dead.remove(was);
    if (detail % 2 == 0) {
      assertThat(store.park(letter.offset())).isTrue();
      model.dead.add(new RowModel.Dead(recordId, was.key(), true));
    } else {
      assertThat(store.putBack(letter.offset(), DeadLetterHeaders.forReplay(letter.headers())))
          .isTrue();
      // the same record under a new number
      model.send(model.sent + 1, was.key());
      model.processed++;
    }
    assertThat(store.putBack(letter.offset(), List.of())).isFalse();
  }

  void compare() throws SQLException {
    assertThat(
            database.column(
                "select concat_ws(' ', id, case when visible_at <= now() then 'due' else 'later'"
                    + " end, coalesce(owner, '-'), case when ordered then 'true' else 'false' end)"
                    + " from "
                    + queue.table().queue()
                    + " order by id"))
        .isEqualTo(model.queueText());
    assertThat(
            database.column(
                "select concat_ws(' ', record_id, case when parked then 'true' else 'false' end)"
                    + " from "
                    + queue.table().dead()
                    + " order by record_id"))
        .isEqualTo(model.deadText());
    assertThat(model.queue.size() + model.dead.size() + model.processed).isEqualTo(model.sent);
  }
}
