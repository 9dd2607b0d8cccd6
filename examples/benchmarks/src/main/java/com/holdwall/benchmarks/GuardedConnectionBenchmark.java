package com.holdwall.benchmarks;

import com.holdwall.resilience.jdbc.RetryingDataSource;
import io.github.resilience4j.retry.Retry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a retrying data source adds to getting a connection, while the database is well: beside the
 * bare data source and beside resilience4j's own retry around it. The data source answers at once,
 * so that only the wrapping is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardedConnectionBenchmark {

  private final Connection connection = proxy(Connection.class, null);
  private final DataSource bareSource = proxy(DataSource.class, connection);
  private final DataSource retryingSource = RetryingDataSource.wrap(bareSource);
  private final Callable<Connection> decorated =
      Retry.decorateCallable(Retry.ofDefaults("database"), bareSource::getConnection);

  /**
   * The data source alone.
   *
   * @return the connection
   * @throws Exception never
   */
  @Benchmark
  public Connection bare() throws Exception {
    return bareSource.getConnection();
  }

  /**
   * Through {@link RetryingDataSource}.
   *
   * @return the connection
   * @throws Exception never
   */
  @Benchmark
  public Connection retrying() throws Exception {
    return retryingSource.getConnection();
  }

  /**
   * Through resilience4j's retry.
   *
   * @return the connection
   * @throws Exception never
   */
  @Benchmark
  public Connection resilience4jRetry() throws Exception {
    return decorated.call();
  }

  private static <T> T proxy(Class<T> type, @Nullable Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
  }
}
