package com.holdwall.resilience.dlq.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The database did not do what a queue asked for. It tells the classes and the SQLState of what the
 * driver threw, and never its message, which may quote a record: so it has no cause, either.
 */
public final class QueueException extends SQLException {

  private static final long serialVersionUID = 1;

  private static final int MAX_CAUSES = 5;

  private QueueException(String message, @Nullable String state, int code) {
    super(message, state, code);
  }

  static QueueException of(String what, SQLException thrown) {
    if (thrown instanceof QueueException told) {
      return told;
    }
    return new QueueException(
        what + ": " + told(thrown), thrown.getSQLState(), thrown.getErrorCode());
  }

  private static String told(SQLException thrown) {
    StringBuilder text = new StringBuilder(thrown.getClass().getSimpleName());
    Throwable cause = thrown.getCause();
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      text.append(" of ").append(cause.getClass().getSimpleName());
      cause = cause.getCause();
    }
    return text.append(", SQLState ").append(thrown.getSQLState()).toString();
  }
}
