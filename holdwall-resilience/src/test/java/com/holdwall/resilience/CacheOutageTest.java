package com.holdwall.resilience;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.servers.PostgresServer;
import com.holdwall.servers.RedisServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real Redis is killed under forty readers, and a real PostgreSQL serves them meanwhile. */
class CacheOutageTest {

  private static final int READERS = 40;
  private static final int KEYS = 10;
  private static final int SOURCE_READS = 4;

  private final RedisServer redis = RedisServer.launch();
  private final PostgresServer postgres = PostgresServer.launch();
  private final HikariDataSource pool = new HikariDataSource();
  private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
  private final CacheFallback<Integer, String> reader =
      CacheFallback.of(
          Guard.named("redis").deadline(ofSeconds(10)).circuitBreaker().build(), SOURCE_READS);

  private final AtomicBoolean reading = new AtomicBoolean(true);
  private final AtomicInteger inSource = new AtomicInteger();
  private final AtomicInteger mostInSource = new AtomicInteger();
  private final LongAdder right = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder wrong = new LongAdder();

  @BeforeEach
  void fill() throws SQLException {
    pool.setJdbcUrl(postgres.jdbcUrl());
    pool.setUsername(postgres.username());
    pool.setMaximumPoolSize(SOURCE_READS);
    execute("create table item (id int primary key, word text)");
    for (int key = 0; key < KEYS; key++) {
      execute("insert into item values (" + key + ", 'word-" + key + "')");
      redis.command("SET", "item-" + key, "word-" + key);
    }
  }

  @AfterEach
  void close() {
    reading.set(false);
    threads.shutdownNow();
    pool.close();
    postgres.close();
    redis.close();
  }

  @Test
  void redisKilled_isServedFromPostgres_byFewReadsAtOnce_untilItIsBack() {
    for (int i = 0; i < READERS; i++) {
      int first = i;
      threads.execute(() -> read(first));
    }
    await().atMost(ofSeconds(20)).until(() -> reader.counts().hits() > 200);
    assertThat(reader.counts().fallbacks()).isZero();

    redis.kill();
    long served = right.sum();
    await().atMost(ofSeconds(20)).until(() -> reader.counts().fallbacks() > 1_000);
    await().atMost(ofSeconds(20)).until(() -> right.sum() > served + 200);

    redis.restart();
    long hits = reader.counts().hits();
    await().atMost(ofSeconds(60)).until(() -> reader.counts().hits() > hits + 200);

    reading.set(false);
    threads.shutdown();
    await().atMost(ofSeconds(20)).until(threads::isTerminated);
    CacheFallback.Counts counts = reader.counts();
    Figures.write(
        "cache-outage",
        Map.of(
            "served", right.sum(),
            "refused", refused.sum(),
            "fallbacks", counts.fallbacks(),
            "sharedReads", counts.shared(),
            "mostSourceReadsAtOnce", mostInSource.get()));
    assertThat(wrong.sum()).isZero();
    assertThat(mostInSource).hasValueBetween(1, SOURCE_READS);
    // Who shares a read shares its refusal.
    assertThat(refused.sum()).isBetween(counts.rejected(), counts.rejected() + counts.shared());
  }

  private void read(int first) {
    for (int i = first; reading.get(); i++) {
      int key = i % KEYS;
      try {
        String word = reader.get(key, () -> fromRedis(key), () -> fromPostgres(key));
        (("word-" + key).equals(word) ? right : wrong).increment();
      } catch (CallRejectedException tooMany) {
        refused.increment();
      } catch (Exception other) {
        wrong.increment();
      }
    }
  }

  private @Nullable String fromRedis(int key) {
    String word = redis.command("GET", "item-" + key);
    return word.isEmpty() ? null : word;
  }

  private String fromPostgres(int key) throws SQLException {
    mostInSource.accumulateAndGet(inSource.incrementAndGet(), Math::max);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select word from item where id = " + key)) {
      row.next();
      return row.getString(1);
    } finally {
      inSource.decrementAndGet();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
