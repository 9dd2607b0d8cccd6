package com.holdwall.resilience.dlq.jdbc;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests of a queue in a real database have in common: the server, and fresh tables. */
abstract class QueueOnDatabase {

  static TestDatabase database;

  JdbcQueue queue;

  @BeforeAll
  static void launch() {
    database = new TestDatabase();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void freshTables() throws SQLException {
    queue = database.queue();
  }
}
