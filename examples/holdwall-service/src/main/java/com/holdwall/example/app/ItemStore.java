package com.holdwall.example.app;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.CacheFallback;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.jdbc.ConnectionRetryCounts;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Items in PostgreSQL, read through Redis. While Redis is out the database answers, and few reads
 * at once reach it; getting a connection is tried again while the database restarts. Thread-safe.
 */
public final class ItemStore implements AutoCloseable {

  /** The runbook's own default for {@code DATABASE_POOL_SIZE}. */
  public static final int POOL_SIZE = 10;

  /** How many items there are; their ids start at 0. */
  public static final int ITEMS = 1_000;

  private static final int SOURCE_READS = 6;
  private static final int TTL_SECONDS = 3;
  private static final Duration CACHE_TIMEOUT = Duration.ofMillis(400);

  private final Release release;
  private final HikariDataSource pool;
  private final RetryingDataSource database;
  private final HostAndPort cacheAddress;
  private final RedisClient redis;
  private final Guard cacheGuard =
      Guard.named("cache")
          .deadline(CACHE_TIMEOUT.multipliedBy(2))
          .circuitBreaker(
              Breaker.named("cache")
                  .minimumCalls(10)
                  .timeWindow(Duration.ofSeconds(3))
                  .openTime(Duration.ofMillis(500), Duration.ofSeconds(1))
                  .build())
          .build();
  private final CacheFallback<Long, String> reader =
      CacheFallback.of(cacheGuard, SOURCE_READS, Duration.ofSeconds(1));

  ItemStore(Dependencies dependencies, Release release) throws SQLException {
    this.release = release;
    pool = pool(dependencies.jdbcUrl(), dependencies.username());
    database =
        RetryingDataSource.builder(pool)
            .backoff(Backoff.exponential(Duration.ofMillis(100)).withCap(Duration.ofSeconds(1)))
            .maxAttempts(6)
            .deadline(Duration.ofSeconds(3))
            .build();
    cacheAddress = new HostAndPort("127.0.0.1", dependencies.redisPort());
    ConnectionPoolConfig connections = new ConnectionPoolConfig();
    connections.setMaxTotal(16);
    connections.setMaxWait(CACHE_TIMEOUT);
    redis =
        RedisClient.builder()
            .hostAndPort(cacheAddress)
            .clientConfig(cacheConfig())
            .poolConfig(connections)
            .build();
    createTables();
  }

  private static HikariDataSource pool(String jdbcUrl, String username) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("holdwall");
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(username);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(POOL_SIZE);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "5");
    config.addDataSourceProperty("cancelSignalTimeout", "1");
    return new HikariDataSource(config);
  }

  private void createTables() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists item (id bigint primary key, name text)");
      statement.execute(
          "insert into item select n, 'item ' || n from generate_series(0, "
              + (ITEMS - 1)
              + ") n on conflict do nothing");
      statement.execute(
          "create table if not exists event (id text primary key, item bigint, at timestamptz)");
    }
  }

  /**
   * Reads an item: from the cache, or else from the database; after the release that forgot both
   * cache and index, from the database alone. Null if there is none.
   */
  @Nullable String load(long id) throws Exception {
    if (release.querySeconds() > 0) {
      return fromDatabase(id);
    }
    return reader.get(id, () -> redis.get(key(id)), () -> fromDatabase(id));
  }

  private String key(long id) {
    return "item:" + id;
  }

  private @Nullable String fromDatabase(long id) throws SQLException {
    String name = null;
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select name, pg_sleep(?) from item where id = ?")) {
      select.setDouble(1, release.querySeconds());
      select.setLong(2, id);
      try (ResultSet row = select.executeQuery()) {
        name = row.next() ? row.getString(1) : null;
      }
    }
    if (name != null) {
      remember(id, name);
    }
    return name;
  }

  /** A value that the cache does not take is read from the database again: no reason to fail. */
  private void remember(long id, String name) {
    try {
      cacheGuard.run(() -> redis.set(key(id), name, SetParams.setParams().ex(TTL_SECONDS)));
    } catch (RuntimeException notTaken) {
      assert isOfTheCache(notTaken) : notTaken;
    }
  }

  private static boolean isOfTheCache(RuntimeException failure) {
    return failure instanceof JedisException
        || failure.getClass().getPackageName().equals(Guard.class.getPackageName());
  }

  static JedisClientConfig cacheConfig() {
    int millis = Math.toIntExact(CACHE_TIMEOUT.toMillis());
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(millis)
        .socketTimeoutMillis(millis)
        .build();
  }

  HostAndPort cacheAddress() {
    return cacheAddress;
  }

  void tell(Primitives.Builder primitives) {
    ConnectionRetryCounts retries = database.counts();
    CacheFallback.Counts reads = reader.counts();
    primitives
        .count("connections asked for again", retries.retries())
        .count("requests saved by that", retries.recovered())
        .count("requests for which no connection came in time", retries.exhausted())
        .guard(cacheGuard)
        .count("reads from the database as the cache was out", reads.fallbacks())
        .count("reads that shared another's", reads.shared())
        .count("reads refused, to spare the database", reads.rejected());
  }

  /** {@return the pool itself, for its probe and for those that break it} */
  public HikariDataSource pool() {
    return pool;
  }

  /** {@return the pool, behind the retry} */
  public DataSource database() {
    return database;
  }

  CacheFallback.Counts reads() {
    return reader.counts();
  }

  @Override
  public void close() {
    redis.close();
    pool.close();
  }
}
