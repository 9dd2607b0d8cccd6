package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The statements of one worker. Each is a transaction of its own and changes only rows whose lease
 * is {@code owner}'s: whoever lost a lease has no say any more. All times are the database's, so
 * that the clocks of the workers do not matter.
 */
final class RowStore {

  static final String LEASE = "now() + ? * interval '1 millisecond'";

  /** Rows that are locked are left out: whoever locked one keeps others from it anyway. */
  private static final String RENEW =
      """
      with mine as (select id from ${queue} where id = any(?) and owner = ?),
        free as (
          select id from ${queue} where id in (select id from mine) for update skip locked),
        renewed as (
          update ${queue} t set visible_at = LEASE from free where t.id = free.id returning t.id)
      select id from mine
      """
          .replace("LEASE", LEASE);

  private static final String DONE =
      "delete from ${queue} where id = any(?) and owner = ? returning id";

  private static final String LET_GO =
      "update ${queue} set owner = null, visible_at = now() where id = any(?) and owner = ?"
          + " returning id";

  private static final String RETRY =
      """
      update ${queue}
         set owner = null, visible_at = LEASE, ordered = false, step = step + 1, attempts = ?,
             first_failed_at = coalesce(first_failed_at, ?), first_error = coalesce(first_error, ?),
             last_failed_at = ?, last_error = ?, last_error_class = ?, last_error_stage = ?
       where id = ? and owner = ?
      """
          .replace("LEASE", LEASE);

  private static final String BURY =
      """
      with gone as (
        delete from ${queue} where id = ? and owner = ? returning topic, id, key, value)
      insert into ${dead} (topic, record_id, key, value, consumer_group, header_names,
          header_values, error_class, error_stage)
      select gone.topic, gone.id, gone.key, gone.value, ?, ?, ?, ?, ? from gone
      """;

  private final String owner;
  private final long leaseMillis;
  private final Claims claims;
  private final String renew;
  private final String done;
  private final String letGo;
  private final String retry;
  private final String bury;

  RowStore(QueueTable table, String owner, Duration lease) {
    this.owner = owner;
    this.leaseMillis = lease.toMillis();
    this.claims = new Claims(table, owner, leaseMillis);
    this.renew = table.sql(RENEW);
    this.done = table.sql(DONE);
    this.letGo = table.sql(LET_GO);
    this.retry = table.sql(RETRY);
    this.bury = table.sql(BURY);
  }

  /**
   * Leases at most so many records of a topic.
   *
   * @param from where among the keys to begin, if those that are longest due are not enough
   * @param taken gets each row, some of them even if this throws
   * @return how many
   */
  int claim(Connection connection, String topic, int most, byte[] from, Consumer<? super Row> taken)
      throws SQLException {
    return claims.run(connection, topic, most, from, taken);
  }

  /** Prolongs leases. {@return the ids of those that are still the owner's} */
  Set<Long> renew(Connection connection, Collection<Long> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(renew)) {
      setIds(statement, ids);
      statement.setString(2, owner);
      statement.setLong(3, leaseMillis);
      return ids(statement);
    }
  }

  /** Deletes rows. {@return the ids of those that were the owner's} */
  Set<Long> done(Connection connection, Collection<Long> ids) throws SQLException {
    return end(connection, done, ids);
  }

  /** Gives leases back. {@return the ids of those that were the owner's} */
  Set<Long> letGo(Connection connection, Collection<Long> ids) throws SQLException {
    return end(connection, letGo, ids);
  }

  private Set<Long> end(Connection connection, String sql, Collection<Long> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      setIds(statement, ids);
      statement.setString(2, owner);
      return ids(statement);
    }
  }

  private static void setIds(PreparedStatement statement, Collection<Long> ids)
      throws SQLException {
    statement.setArray(1, statement.getConnection().createArrayOf("bigint", ids.toArray()));
  }

  private static Set<Long> ids(PreparedStatement statement) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        ids.add(found.getLong(1));
      }
    }
    return ids;
  }

  /** Puts a row off. {@return whether it was the owner's} */
  boolean retry(Connection connection, Outcome.Retry outcome) throws SQLException {
    DeadLetterInfo why = outcome.why();
    try (PreparedStatement statement = connection.prepareStatement(retry)) {
      statement.setLong(1, outcome.delay().toMillis());
      statement.setInt(2, why.deliveryCount());
      statement.setTimestamp(3, Timestamp.from(why.firstFailure()));
      statement.setString(4, StorableText.of(why.message()));
      statement.setTimestamp(5, Timestamp.from(why.time()));
      statement.setString(6, StorableText.of(why.message()));
      statement.setString(7, why.exceptionClass());
      statement.setString(8, stage(why));
      statement.setLong(9, outcome.row().id());
      statement.setString(10, owner);
      return statement.executeUpdate() == 1;
    }
  }

  /** Moves a row to the dead letters. {@return whether it was the owner's} */
  boolean bury(Connection connection, Outcome.Bury outcome) throws SQLException {
    DeadLetterInfo why = outcome.why();
    try (PreparedStatement statement = connection.prepareStatement(bury)) {
      statement.setLong(1, outcome.row().id());
      statement.setString(2, owner);
      statement.setString(3, why.group());
      HeaderArrays.set(statement, 4, DeadLetterHeaders.write(why, outcome.row().headers()));
      statement.setString(6, why.exceptionClass());
      statement.setString(7, stage(why));
      return statement.executeUpdate() == 1;
    }
  }

  private static String stage(DeadLetterInfo why) {
    return why.stage().name().toLowerCase(Locale.ROOT);
  }
}
