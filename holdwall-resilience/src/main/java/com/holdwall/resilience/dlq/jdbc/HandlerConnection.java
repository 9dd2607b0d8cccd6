package com.holdwall.resilience.dlq.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection on which a handler cannot end the worker's transaction by mistake. */
final class HandlerConnection implements InvocationHandler {

  private static final Set<String> OURS = Set.of("commit", "setAutoCommit", "close", "abort");

  private final Connection connection;

  private HandlerConnection(Connection connection) {
    this.connection = connection;
  }

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            HandlerConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new HandlerConnection(connection));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (OURS.contains(name) || (name.equals("rollback") && arguments == null)) {
      throw new SQLException(name + " is the worker's: the record ends with the transaction");
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
