package com.holdwall.probes.http.jdk;

import com.holdwall.probes.http.Fixture;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks for the health over kept connections, each as fast as it is answered. */
final class LoadClient {

  private static final byte[] REQUEST =
      ("GET /api/health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + Fixture.TOKEN
              + "\r\n\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  record Figures(long requests, long failures, double p50Millis, double p99Millis, double worst) {

    String json() {
      return String.format(
          Locale.ROOT,
          "{\"requests\": %d, \"failures\": %d, \"p50Millis\": %.3f, \"p99Millis\": %.3f,"
              + " \"maxMillis\": %.3f}",
          requests,
          failures,
          p50Millis,
          p99Millis,
          worst);
    }
  }

  private LoadClient() {}

  static Figures run(int port, int connections, Duration length, int code) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(connections);
    try {
      List<Future<long[]>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(clients.submit(() -> ask(port, length, code)));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> each : running) {
        all.add(each.get());
      }
      long[] nanos = all.stream().flatMapToLong(Arrays::stream).toArray();
      return figures(nanos);
    } finally {
      clients.shutdownNow();
    }
  }

  private static Figures figures(long[] nanos) {
    long failures = Arrays.stream(nanos).filter(n -> n < 0).count();
    long[] sorted = Arrays.stream(nanos).filter(n -> n >= 0).sorted().toArray();
    return new Figures(
        nanos.length,
        failures,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }

  private static long[] ask(int port, Duration length, int code) throws IOException {
    long[] nanos = new long[1 << 20];
    int count = 0;
    long end = System.nanoTime() + length.toNanos();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (System.nanoTime() - end < 0 && count < nanos.length) {
        long start = System.nanoTime();
        out.write(REQUEST);
        out.flush();
        int status = answer(in);
        nanos[count++] = status == code ? System.nanoTime() - start : -1;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static int answer(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    int length = 0;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
