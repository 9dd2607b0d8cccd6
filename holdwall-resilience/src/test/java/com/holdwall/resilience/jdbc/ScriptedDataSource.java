package com.holdwall.resilience.jdbc;

import com.holdwall.resilience.FakeTime;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Fails as the script says, one entry per attempt, and then gives connections. */
final class ScriptedDataSource implements DataSource {

  static final Connection CONNECTION =
      (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> method.getName().equals("toString") ? "real" : null);

  private final Deque<SQLException> failures;
  private final FakeTime time;
  private final Duration perAttempt;
  private int attempts;
  private String lastUser = "";

  ScriptedDataSource(FakeTime time, Duration perAttempt, List<SQLException> failures) {
    this.time = time;
    this.perAttempt = perAttempt;
    this.failures = new ArrayDeque<>(failures);
  }

  int attempts() {
    return attempts;
  }

  String lastUser() {
    return lastUser;
  }

  @Override
  public Connection getConnection() throws SQLException {
    attempts++;
    time.advance(perAttempt);
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    return CONNECTION;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    lastUser = username;
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 7;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing of " + type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
