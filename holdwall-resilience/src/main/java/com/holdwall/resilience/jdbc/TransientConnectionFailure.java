package com.holdwall.resilience.jdbc;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away for a moment from one that will never let us in. It looks at the
 * whole chain, as a pool reports a refused password as its own timeout, with the refusal as cause:
 * a final cause anywhere outweighs every transient one.
 */
enum TransientConnectionFailure implements Predicate<SQLException> {
  INSTANCE;

  /** PostgreSQL's admin_shutdown, crash_shutdown and cannot_connect_now. */
  private static final Set<String> SERVER_GOES_OR_COMES = Set.of("57P01", "57P02", "57P03");

  /** Far more than any driver nests; a bound in case a chain grows without end. */
  private static final int MAX_CAUSES = 64;

  @Override
  public boolean test(SQLException failure) {
    Set<Throwable> chain = chainOf(failure);
    return chain.stream().noneMatch(TransientConnectionFailure::isFinal)
        && chain.stream().anyMatch(TransientConnectionFailure::isTransient);
  }

  private static boolean isTransient(Throwable cause) {
    return cause instanceof SQLTransientConnectionException
        || cause instanceof ConnectException
        || (cause instanceof SQLException sql && isTransientState(sql.getSQLState()));
  }

  private static boolean isTransientState(@Nullable String state) {
    return state != null && (state.startsWith("08") || SERVER_GOES_OR_COMES.contains(state));
  }

  private static boolean isFinal(Throwable cause) {
    if (cause instanceof SQLException sql) {
      String state = sql.getSQLState();
      return sql instanceof SQLInvalidAuthorizationSpecException
          || (state != null && state.startsWith("28"));
    }
    return cause instanceof InterruptedException;
  }

  private static Set<Throwable> chainOf(SQLException failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty() && seen.size() < MAX_CAUSES) {
      Throwable next = open.remove();
      if (seen.add(next)) {
        addLinks(next, open);
      }
    }
    return seen;
  }

  private static void addLinks(Throwable from, Deque<Throwable> open) {
    if (from.getCause() != null) {
      open.add(from.getCause());
    }
    if (from instanceof SQLException sql && sql.getNextException() != null) {
      open.add(sql.getNextException());
    }
  }
}
