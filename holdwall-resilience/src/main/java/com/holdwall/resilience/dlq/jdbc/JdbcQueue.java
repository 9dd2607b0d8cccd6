package com.holdwall.resilience.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.holdwall.resilience.internal.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Records in a table of PostgreSQL, and the table of their dead letters beside it. A record that is
 * put in with the caller's own connection is there if, and only if, the caller's transaction
 * commits: the outbox of the service.
 *
 * <p>Each record has one worker's group: two groups that need the same records need two topics.
 * Records of one key are in the order of their ids, which is the order of their sends where one has
 * committed before the other begins.
 *
 * <p>A processed record's row is deleted by the statement that ends it, so that no old rows pile
 * up. What the database refuses is thrown as a {@link QueueException}, without the driver's
 * message.
 *
 * <p>Thread-safe. It owns nothing that needs closing: the data source stays the caller's.
 */
public final class JdbcQueue {

  /** Far more than a statement of the queue takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final String INSERT =
      "insert into ${queue} (topic, key, value, header_names, header_values, visible_at, ordered)"
          + " values (?, ?, ?, ?, ?, now() + ? * interval '1 millisecond', ?)";

  private final DataSource source;
  private final QueueTable table;
  private final Sessions sessions;
  private final String insert;

  private JdbcQueue(DataSource source, QueueTable table) {
    this.source = Objects.requireNonNull(source, "source must not be null");
    this.table = table;
    this.sessions = new Sessions(source, TIMEOUT);
    this.insert = table.sql(INSERT);
  }

  /**
   * The queue in table {@code holdwall_queue} of the first schema of the search path.
   *
   * @param source where connections come from; it bounds how long getting one takes
   * @return the queue; nothing is looked at yet
   */
  public static JdbcQueue in(DataSource source) {
    return new JdbcQueue(source, new QueueTable(null, "holdwall_queue"));
  }

  /**
   * The queue in a table of another name.
   *
   * @param source where connections come from; it bounds how long getting one takes
   * @param schema where the table is; null for the first schema of the search path
   * @param table its name, 1 to 52 bytes, of any characters but control characters; case counts
   * @return the queue; nothing is looked at yet
   * @throws IllegalArgumentException if PostgreSQL could not hold one of the names
   */
  public static JdbcQueue in(DataSource source, @Nullable String schema, String table) {
    return new JdbcQueue(source, new QueueTable(schema, table));
  }

  /**
   * The statements that make the tables, for a migration tool.
   *
   * @return SQL of PostgreSQL 12 and newer
   */
  public String ddl() {
    try (InputStream in = JdbcQueue.class.getResourceAsStream("queue.sql")) {
      if (in == null) {
        throw new IllegalStateException("queue.sql is not in the jar");
      }
      return table.sql(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("queue.sql cannot be read", e);
    }
  }

  /**
   * Makes the tables where they are missing. A service whose user may not do that runs {@link
   * #ddl()} by its migrations.
   *
   * @return this queue
   * @throws QueueException if the database refuses
   */
  public JdbcQueue createTable() throws SQLException {
    return sessions.transaction(
        "the tables of " + table + " cannot be made",
        connection -> {
          // "if not exists" alone fails when two do it at once
          try (PreparedStatement lock =
              connection.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
            lock.setString(1, table.queue());
            lock.execute();
          }
          try (Statement statement = connection.createStatement()) {
            statement.execute(ddl());
          }
          return this;
        });
  }

  /**
   * Looks whether the tables are as this library needs them.
   *
   * @throws TableSetupException if one is missing, or a column is, or has another type
   * @throws QueueException if the database does not answer
   */
  public void check() throws SQLException {
    new TableCheck(table).run(sessions);
  }

  /**
   * Puts a record in, on a connection and in a transaction of its own.
   *
   * @param message the record
   * @return its id
   * @throws QueueException if the database refuses; after a lost connection the record may be there
   */
  public long send(Message message) throws SQLException {
    return sessions.call(
        "a record of topic " + message.topic() + " cannot be sent",
        connection -> send(connection, message));
  }

  /**
   * Puts a record in as a part of the caller's transaction.
   *
   * @param connection the caller's; nothing is committed here
   * @param message the record
   * @return its id
   * @throws QueueException if the database refuses; the transaction then has failed
   */
  public long send(Connection connection, Message message) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert + " returning id")) {
      set(statement, message);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException thrown) {
      throw QueueException.of("a record of topic " + message.topic() + " cannot be sent", thrown);
    }
  }

  /**
   * Puts records in as a part of the caller's transaction, in their order and in few round trips.
   *
   * @param connection the caller's; nothing is committed here
   * @param messages the records
   * @throws QueueException if the database refuses; the transaction then has failed
   */
  public void sendAll(Connection connection, Collection<Message> messages) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (Message message : messages) {
        set(statement, message);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException thrown) {
      throw QueueException.of(messages.size() + " records cannot be sent", thrown);
    }
  }

  private static void set(PreparedStatement statement, Message message) throws SQLException {
    statement.setString(1, message.topic());
    statement.setBytes(2, message.key());
    statement.setBytes(3, message.value());
    HeaderArrays.set(statement, 4, message.headers());
    statement.setLong(6, message.delay().toMillis());
    statement.setBoolean(7, message.delay().isZero());
  }

  /**
   * Counts what is in the tables. It reads all rows of the topic.
   *
   * @param topic the topic
   * @return the counts
   * @throws QueueException if the database does not answer
   */
  public QueueDepth depth(String topic) throws SQLException {
    return sessions.call(
        "the records of topic " + topic + " cannot be counted",
        connection -> QueueDepth.read(connection, table, topic));
  }

  /**
   * Starts to build a worker on this queue.
   *
   * @param group who processes; part of the name of its threads and of each dead letter
   * @return a builder with the defaults
   * @throws IllegalArgumentException if the group is blank
   */
  public ReliableWorkerBuilder worker(String group) {
    return new ReliableWorkerBuilder(this, Require.notBlank("group", group));
  }

  /**
   * Starts to describe a redrive of dead letters.
   *
   * @param topic the letters' topic
   * @return a builder with the defaults
   * @throws IllegalArgumentException if the topic is blank
   */
  public JdbcRedriveBuilder redrive(String topic) {
    return new JdbcRedriveBuilder(this, Require.notBlank("topic", topic));
  }

  /**
   * Deletes old dead letters, at most 1,000 in one call.
   *
   * @param topic the letters' topic
   * @param age how old at least; from zero to 3,650 days
   * @return how many were deleted; if it is 1,000 there may be more
   * @throws IllegalArgumentException if the age is outside that
   * @throws QueueException if the database refuses
   */
  public int deleteLetters(String topic, Duration age) throws SQLException {
    if (age.isNegative() || age.compareTo(Message.LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "age must be from PT0S to " + Message.LONGEST_DELAY + ", but is " + age);
    }
    return sessions.call(
        "letters of topic " + topic + " cannot be deleted",
        connection -> new LetterStore(connection, table).delete(topic, age));
  }

  DataSource source() {
    return source;
  }

  QueueTable table() {
    return table;
  }

  @Override
  public String toString() {
    return "JdbcQueue[" + table + "]";
  }
}
