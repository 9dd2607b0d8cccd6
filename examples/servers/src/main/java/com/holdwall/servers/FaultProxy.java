package com.holdwall.servers;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that forwards to one port and breaks connections on demand. One fault
 * applies at a time; a new one replaces it. Where the server behind it refuses, clients see their
 * connection accepted and then reset. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final int port = Loopback.freePort();
  private final int targetPort;
  private final FaultSwitch faults = new FaultSwitch();
  private final ProxyCounters counters = new ProxyCounters();
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ProxyListener listener;
  private long lastNumber;
  private boolean closed;

  private FaultProxy(int targetPort) {
    this.targetPort = Loopback.requirePort("targetPort", targetPort);
  }

  /**
   * Opens a proxy without a fault. The server behind it need not run yet.
   *
   * @param targetPort the server's port on 127.0.0.1
   * @return an open proxy, to be closed
   * @throws IllegalArgumentException if the port is outside 1 to 65535
   * @throws ServerException if no port is free
   */
  public static FaultProxy to(int targetPort) {
    FaultProxy proxy = new FaultProxy(targetPort);
    proxy.listen();
    return proxy;
  }

  /**
   * Where clients connect.
   *
   * @return the port on 127.0.0.1, the same until {@link #close()}, whatever the fault
   */
  public int port() {
    return port;
  }

  /**
   * Injects a fault in place of the one before, and returns when it is in force.
   *
   * @param fault what to do from now on
   * @throws IllegalStateException if the proxy is closed
   * @throws ServerException if the port cannot be closed or opened again within 30 s
   */
  public synchronized void inject(Fault fault) {
    if (closed) {
      throw new IllegalStateException("the proxy on port " + port + " is closed");
    }
    faults.turnTo(fault);
    if (fault instanceof Fault.Refuse) {
      refuse();
    } else {
      listen();
    }
    resetThoseThatCannotGoOn(fault);
  }

  /**
   * Ends the fault: everything is forwarded again. Connections that lost bytes are reset.
   *
   * @throws IllegalStateException if the proxy is closed
   * @throws ServerException if the port cannot be opened again within 30 s
   */
  public void heal() {
    inject(new Fault.None());
  }

  /**
   * The counts of this moment; they go on through all faults.
   *
   * @return a snapshot
   */
  public ProxyTraffic traffic() {
    return counters.traffic(connections.size());
  }

  private void resetThoseThatCannotGoOn(Fault fault) {
    for (ProxyConnection connection : connections) {
      boolean broken = connection.lostBytes() && !(fault instanceof Fault.BlackHole);
      if (broken || fault instanceof Fault.Reset) {
        connection.reset();
      }
    }
  }

  private synchronized void listen() {
    if (listener == null) {
      Deadline.in(TIMEOUT).await("the proxy listening on port " + port, this::tryListen);
    }
  }

  private boolean tryListen() {
    try {
      listener = ProxyListener.open(port, this::serve);
      return true;
    } catch (IOException e) {
      // The kernel may need a moment to give the port back; the caller tries until its deadline.
      return false;
    }
  }

  private synchronized void refuse() {
    ProxyListener open = listener;
    if (open != null) {
      listener = null;
      open.close();
    }
  }

  /** Runs on the listener's thread alone, and so needs no lock. */
  private void serve(Socket client) {
    counters.countAccepted();
    lastNumber++;
    String name = "holdwall-proxy-" + port + "-" + lastNumber;
    ProxyConnection connection =
        new ProxyConnection(name, client, targetPort, faults, counters, connections::remove);
    connections.add(connection);
    // Asked after the connection was added: a fault that comes now finds it among the others.
    if (faults.state().fault() instanceof Fault.Reset) {
      connection.reset();
    } else {
      connection.start();
    }
  }

  /**
   * Closes the port, resets all connections and ends the proxy's threads, within 60 s. Closing
   * twice does nothing more.
   *
   * @throws ServerException if the port cannot be closed
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Wakes what a delay holds back.
    faults.turnTo(new Fault.Reset());
    try {
      refuse();
    } finally {
      // After the listener's end, so that no connection can be missed.
      Set<ProxyConnection> last = Set.copyOf(connections);
      last.forEach(ProxyConnection::reset);
      join(last);
    }
  }

  private static void join(Set<ProxyConnection> ended) {
    Deadline deadline = Deadline.in(TIMEOUT);
    try {
      for (ProxyConnection connection : ended) {
        connection.join(deadline);
      }
    } catch (InterruptedException e) {
      // The threads end by themselves, since their sockets are closed: only the wait is given up.
      Thread.currentThread().interrupt();
    }
  }
}
