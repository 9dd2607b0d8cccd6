package com.holdwall.example;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** People who run the same statement again and again, until stopped. Thread-safe. */
final class Reports {

  private final ExecutorService people;
  private volatile boolean stopped;

  Reports(DataSource source, int people, String sql) {
    AtomicInteger number = new AtomicInteger();
    this.people =
        Executors.newFixedThreadPool(
            people,
            task -> {
              Thread thread = new Thread(task, "report-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < people; i++) {
      this.people.execute(() -> run(source, sql));
    }
  }

  private void run(DataSource source, String sql) {
    while (!stopped) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException noConnection) {
        // The report failed, as it would; its reader tries again.
      }
    }
  }

  /** Stops them, and waits for at most ten seconds for the last of their statements. */
  void stop() throws InterruptedException {
    stopped = true;
    people.shutdown();
    if (!people.awaitTermination(10, TimeUnit.SECONDS)) {
      people.shutdownNow();
    }
  }
}
