package com.holdwall.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One client's connection through a proxy, with the proxy's own connection to the server behind it
 * and a daemon thread per direction. Thread-safe.
 */
final class ProxyConnection {

  /** Long: a frozen server's full backlog must look to the client as it does without a proxy. */
  private static final int CONNECT_MILLIS = 60_000;

  private final Socket client;
  private final Socket server = new Socket();
  private final int targetPort;
  private final FaultSwitch faults;
  private final Consumer<ProxyConnection> onEnd;
  private final Thread toServer;
  private final Thread toClient;
  private final AtomicInteger directionsLeft = new AtomicInteger(2);
  private final AtomicBoolean cut = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean lostBytes;

  ProxyConnection(
      String name,
      Socket client,
      int targetPort,
      FaultSwitch faults,
      ProxyCounters counters,
      Consumer<ProxyConnection> onEnd) {
    this.client = client;
    this.targetPort = targetPort;
    this.faults = faults;
    this.onEnd = onEnd;
    Pump up = new Pump(Direction.TO_SERVER, this, faults, counters);
    Pump down = new Pump(Direction.TO_CLIENT, this, faults, counters);
    this.toServer = daemon(name + "-to-server", Direction.TO_SERVER, () -> pumpToServer(up));
    this.toClient = daemon(name + "-to-client", Direction.TO_CLIENT, () -> pumpToClient(down));
  }

  /** One direction's work. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private Thread daemon(String name, Direction direction, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                fail(direction);
              }
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /** Connects to the server and begins to forward. */
  void start() {
    toServer.start();
  }

  private void pumpToServer(Pump pump) throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    if (faults.swallows()) {
      swallow();
      pump.run(client.getInputStream(), OutputStream.nullOutputStream());
      end(false);
      return;
    }
    server.setTcpNoDelay(true);
    server.connect(new InetSocketAddress(Loopback.address(), targetPort), CONNECT_MILLIS);
    toClient.start();
    pump.run(client.getInputStream(), server.getOutputStream());
    if (faults.swallows() || isCut()) {
      end(false);
    } else {
      server.shutdownOutput();
      finishDirection();
    }
  }

  private void pumpToClient(Pump pump) throws IOException, InterruptedException {
    pump.run(server.getInputStream(), client.getOutputStream());
    if (faults.swallows()) {
      swallow();
    } else if (!isCut()) {
      client.shutdownOutput();
      finishDirection();
    }
  }

  /** A broken server stays hidden behind a black hole; any other break is passed on as a reset. */
  private void fail(Direction direction) {
    if (direction == Direction.TO_CLIENT && faults.swallows()) {
      swallow();
    } else {
      reset();
    }
  }

  private void finishDirection() {
    if (directionsLeft.decrementAndGet() == 0) {
      end(false);
    }
  }

  /** Notes that bytes were lost. Resets the connection if the black hole has just been healed. */
  void swallow() {
    lostBytes = true;
    if (!faults.swallows()) {
      reset();
    }
  }

  /** Whether bytes were lost, so that the streams cannot go on. */
  boolean lostBytes() {
    return lostBytes;
  }

  /** Ends the stream to the client in order; what comes after is dropped. */
  void cut() throws IOException {
    if (cut.compareAndSet(false, true)) {
      client.shutdownOutput();
      finishDirection();
    }
  }

  /** Whether the stream to the client was cut. */
  boolean isCut() {
    return cut.get();
  }

  /** Ends both connections with a TCP RST. */
  void reset() {
    end(true);
  }

  private void end(boolean reset) {
    if (ended.compareAndSet(false, true)) {
      close(client, reset);
      close(server, reset);
      onEnd.accept(this);
    }
  }

  private static void close(Socket socket, boolean reset) {
    try (socket) {
      if (reset && socket.isConnected()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The peer was faster: there is no connection left that could be reset.
      return;
    }
  }

  /** Waits until both threads have ended, at most until the deadline. */
  void join(Deadline deadline) throws InterruptedException {
    toServer.join(deadline.remainingMillis());
    toClient.join(deadline.remainingMillis());
  }
}
