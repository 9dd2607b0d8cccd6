package com.holdwall.probes.jdbc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a driver's exception means. Keeps the classes and the SQLState, never a message: a message
 * may hold a password.
 */
record SqlFailure(DatabaseFinding finding, String words) {

  /** PostgreSQL: shutting down on request, after a crash, or not accepting connections yet. */
  private static final Set<String> NOT_SERVING = Set.of("57P01", "57P02", "57P03");

  /** SQLState classes of a server that refuses this client: credentials, database, resources. */
  private static final Set<String> REFUSES_CLIENT = Set.of("28", "3D", "53");

  /** Empty if the exception says nothing about the server: then the check itself broke. */
  static Optional<SqlFailure> of(SQLException failure) {
    List<Throwable> causes = causes(failure);
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String sqlClass = state.length() == 5 ? state.substring(0, 2) : "";
    String words = words(causes, state);
    if (has(causes, SocketTimeoutException.class) || has(causes, SQLTimeoutException.class)) {
      return Optional.of(new SqlFailure(DatabaseFinding.UNREACHABLE, words));
    }
    if (REFUSES_CLIENT.contains(sqlClass)) {
      return Optional.of(new SqlFailure(DatabaseFinding.REJECTED, words));
    }
    if (has(causes, ConnectException.class)
        || has(causes, IOException.class)
        || sqlClass.equals("08")
        || NOT_SERVING.contains(state)) {
      return Optional.of(new SqlFailure(DatabaseFinding.REFUSED, words));
    }
    return Optional.empty();
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable t = failure; t != null && !causes.contains(t); t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> kind) {
    return causes.stream().anyMatch(kind::isInstance);
  }

  private static String words(List<Throwable> causes, String state) {
    Throwable root = causes.get(causes.size() - 1);
    String name = root.getClass().getSimpleName();
    return state.isEmpty() ? name : name + ", SQLState " + state;
  }
}
