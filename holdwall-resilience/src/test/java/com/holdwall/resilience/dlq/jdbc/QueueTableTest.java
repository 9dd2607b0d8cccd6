package com.holdwall.resilience.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;

/** The names of tables, against a real PostgreSQL. */
class QueueTableTest {

  private static final TestDatabase DATABASE = new TestDatabase();

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  /** Whatever a table is called, that is the table, and nothing else happens. */
  @Property(tries = 20)
  void anyLegalName_isTheTablesName_andAnyOtherIsRefused(
      @ForAll @StringLength(max = 60) String name) throws SQLException {
    boolean legal =
        !name.isEmpty()
            && TestDatabase.bytes(name).length <= 52
            && UTF_8.newEncoder().canEncode(name)
            && name.chars().noneMatch(Character::isISOControl);
    if (!legal) {
      assertThatThrownBy(() -> JdbcQueue.in(DATABASE.pool, "public", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("table must have 1 to 52 bytes of UTF-8");
      return;
    }
    List<String> before = tables();
    JdbcQueue queue = JdbcQueue.in(DATABASE.pool, "public", name).createTable();
    try {
      queue.check();
      queue.send(Message.text("t", "k", "v"));
      try (Connection connection = DATABASE.pool.getConnection()) {
        RowStore store = new RowStore(queue.table(), "me", Duration.ofMinutes(1));
        assertThat(TestDatabase.claim(store, connection, "t", 2)).hasSize(1);
      }
      List<String> made = tables();
      made.removeAll(before);
      assertThat(made).containsExactlyInAnyOrder(name, name + "_dead");
    } finally {
      DATABASE.execute("drop table " + queue.table().queue() + ", " + queue.table().dead());
    }
  }

  private static List<String> tables() throws SQLException {
    return DATABASE.column("select relname from pg_class where relkind = 'r'");
  }
}
