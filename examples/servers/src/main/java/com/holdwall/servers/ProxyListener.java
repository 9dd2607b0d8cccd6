package com.holdwall.servers;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A listening socket with the daemon thread that accepts on it. Thread-safe. */
final class ProxyListener implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final ServerSocket socket;
  private final Thread thread;

  private ProxyListener(ServerSocket socket, Consumer<Socket> onAccept) {
    this.socket = socket;
    String name = "holdwall-proxy-" + socket.getLocalPort() + "-accept";
    this.thread = new Thread(() -> accept(socket, onAccept), name);
    this.thread.setDaemon(true);
  }

  /**
   * Listens on the port.
   *
   * @param onAccept gets each connection, on the listener's thread
   */
  static ProxyListener open(int port, Consumer<Socket> onAccept) throws IOException {
    ProxyListener listener = new ProxyListener(Loopback.listen(port), onAccept);
    listener.thread.start();
    return listener;
  }

  private static void accept(ServerSocket socket, Consumer<Socket> onAccept) {
    while (!socket.isClosed()) {
      try {
        onAccept.accept(socket.accept());
      } catch (IOException e) {
        // Closed, which ends the loop; or out of file descriptors, which must not make it spin.
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /** Closes the port and returns when a connect to it is refused. */
  @Override
  public void close() {
    int port = socket.getLocalPort();
    try {
      socket.close();
    } catch (IOException e) {
      throw new ServerException("the proxy's port " + port + " cannot be closed", e);
    }
    Deadline deadline = Deadline.in(CLOSE_TIMEOUT);
    String what = "the proxy's port " + port + " refusing connections";
    deadline.await(what, () -> Loopback.refuses(port));
    deadline.await(thread.getName() + " ended", () -> !thread.isAlive());
  }
}
