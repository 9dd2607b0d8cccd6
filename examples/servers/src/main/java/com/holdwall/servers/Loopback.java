package com.holdwall.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/** The loopback address and its ports. Stateless. */
final class Loopback {

  /** 127.0.0.1 as text, for command lines and URLs. */
  static final String HOST = "127.0.0.1";

  /**
   * The ports we take lie below those that the kernel gives to outgoing connections (32768 and up):
   * a port there could be taken by a stranger between a crash and a restart, and a client that
   * polls a closed one can even connect to itself.
   */
  private static final int LOWEST = 15_000;

  /** The first port above those we take, but for {@link #BUS}. */
  static final int HIGHEST = 30_000;

  /**
   * So far above its port a node of a Redis cluster listens to the others: between our ports and
   * the kernel's, where neither another server's port nor an outgoing connection is in its way.
   */
  static final int BUS = 10_000;

  private static final int LOWEST_OF_CLUSTER = 20_000;
  private static final int HIGHEST_OF_CLUSTER = 22_000;
  private static final int ATTEMPTS = 100;
  private static final int CONNECT_MILLIS = 1_000;

  private Loopback() {}

  /** 127.0.0.1, whatever the JVM prefers for "localhost". */
  static InetAddress address() {
    try {
      return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException("four bytes are always a valid address", e);
    }
  }

  /** A port on which nobody listened a moment ago, and that no other JVM's tests get. */
  static int freePort() {
    return free(LOWEST, HIGHEST, Loopback::canBind);
  }

  /** One for a node of a Redis cluster, whose second port, {@link #BUS} above, is free too. */
  static int freeClusterPort() {
    return free(
        LOWEST_OF_CLUSTER, HIGHEST_OF_CLUSTER, port -> canBind(port) && canBind(port + BUS));
  }

  private static int free(int lowest, int highest, IntPredicate canBind) {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(lowest, highest);
      if (TakenPorts.take(port) && canBind.test(port)) {
        return port;
      }
    }
    throw new ServerException(
        "no free port found in " + ATTEMPTS + " attempts between " + lowest + " and " + highest);
  }

  private static boolean canBind(int port) {
    try (ServerSocket socket = listen(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Listens on the port, even where old connections of it linger in TIME_WAIT. */
  static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port), 128);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether a connect to the port fails at once, that is: nobody listens there. */
  static boolean refuses(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), CONNECT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks a port number that a caller gave.
   *
   * @throws IllegalArgumentException if it is outside 1 to 65535
   */
  static int requirePort(String name, int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(name + " must be within 1 and 65535, but is " + port);
    }
    return port;
  }
}
