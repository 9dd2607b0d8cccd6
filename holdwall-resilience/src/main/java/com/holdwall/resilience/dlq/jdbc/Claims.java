package com.holdwall.resilience.dlq.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Leases rows that are due, but of a key only its oldest one. A row that another worker is about to
 * end is seen until that is committed, so that a later one of its key is never taken too early.
 *
 * <p>Two ways lead to them, as each alone has a case in which a look reads the whole table. The
 * first takes what is longest due, and looks at so many rows only: all of them may wait for an
 * earlier one of their key. The second goes from key to key and looks at the first row of each,
 * however many are behind it; there may be very many keys, so it looks at so many only, from a
 * place that is another one each time, and then from the start.
 */
final class Claims {

  /** How many rows, and how many keys, one look reads at most. */
  private static final int WINDOW = 500;

  private static final int KEYS = 2_000;

  private static final byte[] START = {};

  private static final String LEASE_NEXT =
      """
      update ${queue} t
         set owner = ?, claims = t.claims + 1, visible_at = LEASE
        from next where t.id = next.id
      returning t.id, t.topic, t.created_at, t.key, t.value, t.header_names, t.header_values,
        t.step, t.attempts, t.first_failed_at
      """
          .replace("LEASE", RowStore.LEASE);

  private static final String NEXT =
      """
      next as (
        select q.id from ${queue} q
         where q.id in (select id from chosen) and q.visible_at <= now()
         order by q.visible_at, q.id limit ? for update of q skip locked)
      """;

  private static final String LONGEST_DUE =
      """
      with free as (
          select id from ${queue}
           where topic = ? and visible_at <= now() and (key_hash is null or not ordered)
           order by visible_at, id limit ?),
        oldest as (
          select id, key_hash from ${queue}
           where topic = ? and visible_at <= now() and (key_hash is not null and ordered)
           order by visible_at, id limit ?),
        chosen as (
          select id from free
          union all
          select o.id from oldest o where o.id =
            (select e.id from ${queue} e
              where e.topic = ? and e.key_hash = o.key_hash and e.ordered
              order by e.key_hash, e.id limit 1)),
      """
          + NEXT
          + LEASE_NEXT;

  private static final String FIRST_OF_KEYS =
      """
      with recursive heads (id, visible_at, key_hash, n) as (
          (select e.id, e.visible_at, e.key_hash, 1 from ${queue} e
            where e.topic = ? and e.ordered and e.key_hash >= ?
            order by e.key_hash, e.id limit 1)
          union all
          select following.id, following.visible_at, following.key_hash, heads.n + 1
            from heads cross join lateral (
              select e.id, e.visible_at, e.key_hash from ${queue} e
               where e.topic = ? and e.ordered and e.key_hash > heads.key_hash
               order by e.key_hash, e.id limit 1) following
           where heads.n < ?),
        chosen as (select id from heads where visible_at <= now()),
      """
          + NEXT
          + LEASE_NEXT;

  private final String owner;
  private final long leaseMillis;
  private final String longestDue;
  private final String firstOfKeys;

  Claims(QueueTable table, String owner, long leaseMillis) {
    this.owner = owner;
    this.leaseMillis = leaseMillis;
    this.longestDue = table.sql(LONGEST_DUE);
    this.firstOfKeys = table.sql(FIRST_OF_KEYS);
  }

  /**
   * Leases at most so many records, each statement by itself.
   *
   * @param from the beginning of a hash
   * @param taken gets the rows of a statement before the next one may fail
   * @return how many
   */
  int run(Connection connection, String topic, int most, byte[] from, Consumer<? super Row> taken)
      throws SQLException {
    int count = longestDue(connection, topic, most, taken);
    count += firstOfKeys(connection, topic, most - count, from, taken);
    if (from.length > 0) {
      count += firstOfKeys(connection, topic, most - count, START, taken);
    }
    return count;
  }

  private int longestDue(Connection connection, String topic, int most, Consumer<? super Row> taken)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(longestDue)) {
      statement.setString(1, topic);
      statement.setInt(2, most);
      statement.setString(3, topic);
      statement.setInt(4, WINDOW);
      statement.setString(5, topic);
      return lease(statement, 6, most, taken);
    }
  }

  private int firstOfKeys(
      Connection connection, String topic, int most, byte[] from, Consumer<? super Row> taken)
      throws SQLException {
    if (most <= 0) {
      return 0;
    }
    try (PreparedStatement statement = connection.prepareStatement(firstOfKeys)) {
      statement.setString(1, topic);
      statement.setBytes(2, from);
      statement.setString(3, topic);
      statement.setInt(4, KEYS);
      return lease(statement, 5, most, taken);
    }
  }

  private int lease(PreparedStatement statement, int index, int most, Consumer<? super Row> taken)
      throws SQLException {
    statement.setInt(index, most);
    statement.setString(index + 1, owner);
    statement.setLong(index + 2, leaseMillis);
    List<Row> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        rows.add(row(found));
      }
    }
    rows.sort(Comparator.comparingLong(Row::id));
    rows.forEach(taken);
    return rows.size();
  }

  private static Row row(ResultSet found) throws SQLException {
    Timestamp firstFailure = found.getTimestamp(10);
    return new Row(
        found.getLong(1),
        found.getString(2),
        found.getTimestamp(3).getTime(),
        found.getBytes(4),
        found.getBytes(5),
        HeaderArrays.get(found, 6),
        found.getInt(8),
        found.getInt(9),
        firstFailure == null ? null : firstFailure.toInstant());
  }
}
