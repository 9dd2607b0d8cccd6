package com.holdwall.probes.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.http.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that want to hurt get a bounded answer or none, and nobody else notices. */
@Timeout(180)
class HostileClientTest {

  private static final Duration DEADLINE = Duration.ofMillis(500);

  /** What a busy machine may make of it; a client that is not cut off waits for ever. */
  private static final Duration AMPLE = Duration.ofSeconds(15);

  private final Fixture fixture = new Fixture().checked();
  private HealthServer server;

  @BeforeEach
  void start() throws IOException {
    server = HealthServer.builder(fixture.api).threads(16).deadline(DEADLINE).start();
  }

  @AfterEach
  void close() {
    server.close();
    fixture.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What the server said until it closed the connection. */
  private static String rest(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  private boolean serves() throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    URI health = URI.create("http://127.0.0.1:" + server.port() + "/api/health");
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(10)).build();
    try {
      return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException cutOff) {
      return false;
    }
  }

  /** A busy machine may keep an honest client back for longer than the deadline, too. */
  private void awaitServed() {
    Awaitility.await().pollDelay(Duration.ZERO).atMost(Duration.ofSeconds(60)).until(this::serves);
  }

  @Test
  void server_listensOnTheLoopbackAddressOnly_byDefault() throws Exception {
    awaitServed();
    Process ss = new ProcessBuilder("cat", "/proc/net/tcp", "/proc/net/tcp6").start();
    String port = String.format(":%04X", server.port());
    List<String> listening =
        new String(ss.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .lines()
            .filter(line -> line.matches(".*" + port + " [0-9A-F]+:0000 0A .*"))
            .toList();
    assertThat(listening).hasSize(1);
    assertThat(listening.get(0)).containsAnyOf("0100007F", "0000000000000000FFFF00000100007F");
  }

  @Test
  void slowHeaders_areCutOffAtTheDeadline() throws IOException {
    // Before the server's own clock starts.
    long start = System.nanoTime();
    try (Socket socket = connect()) {
      send(socket, "GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      String answer = rest(socket);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(answer).doesNotContain("200 OK");
      assertThat(took).isBetween(Duration.ofMillis(300), AMPLE);
    }
  }

  @Test
  void slowBody_isCutOffAtTheDeadline() throws IOException {
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      send(
          socket,
          "POST /api/symptoms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Authorization: Bearer "
              + Fixture.TOKEN
              + "\r\nContent-Length: 100\r\n\r\n{");
      assertThat(rest(socket)).doesNotContain("202");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
    }
  }

  @Test
  void slowClients_asManyAsThreads_delayOthersByTheDeadlineAtMost() throws Exception {
    // What the machine adds is in some of the rounds, what the server does in each.
    Duration least = AMPLE;
    for (int i = 0; i < 5 && least.compareTo(DEADLINE.multipliedBy(4)) >= 0; i++) {
      Duration delay = delayBehindSlowClients();
      least = delay.compareTo(least) < 0 ? delay : least;
    }
    assertThat(least).isLessThan(DEADLINE.multipliedBy(4));
  }

  private Duration delayBehindSlowClients() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        Socket socket = connect();
        slow.add(socket);
        send(socket, "GET /api/health HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      }
      long start = System.nanoTime();
      return serves() ? Duration.ofNanos(System.nanoTime() - start) : AMPLE;
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void bodyOfAGigabyte_isRefusedBeforeItArrives() throws IOException {
    long before = used();
    try (Socket socket = connect()) {
      send(
          socket,
          "POST /api/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Authorization: Bearer "
              + Fixture.TOKEN
              + "\r\nContent-Length: 1073741824\r\n\r\n");
      assertThat(pushUntilClosed(socket, 1L << 30)).isLessThan(64L << 20);
    }
    assertThat(used() - before).isLessThan(32L << 20);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long pushUntilClosed(Socket socket, long most) {
    byte[] block = new byte[1 << 16];
    long sent = 0;
    try {
      OutputStream out = socket.getOutputStream();
      while (sent < most) {
        out.write(block);
        sent += block.length;
      }
    } catch (IOException closed) {
      return sent;
    }
    return sent;
  }

  @Test
  void hundredThousandHeaders_areNotRead_andOthersAreServed() throws Exception {
    long before = used();
    try (Socket socket = connect()) {
      StringBuilder headers = new StringBuilder("GET /api/health HTTP/1.1\r\nHost: x\r\n");
      for (int i = 0; i < 100_000; i++) {
        headers.append("X-").append(i).append(": y\r\n");
      }
      String answer = "";
      try {
        send(socket, headers.append("\r\n").toString());
        answer = rest(socket);
      } catch (SocketException refused) {
        answer = "";
      }
      assertThat(answer).doesNotContain(" 200 ");
    }
    assertThat(used() - before).isLessThan(32L << 20);
    awaitServed();
  }

  @Test
  void badRequestLinesAndPaths_getABoundedAnswer() throws Exception {
    for (String line :
        List.of(
            "GET /api/health/%zz HTTP/1.1",
            "GET /api/../../etc/passwd HTTP/1.1",
            "GET /api/health/%2e%2e%2fetc%2fpasswd HTTP/1.1",
            "GET http://[bad/ HTTP/1.1",
            "GET",
            "\u0000\u0001\u0002",
            "GET /" + "x".repeat(100_000) + " HTTP/1.1",
            "PURGE /api/health HTTP/1.1")) {
      try (Socket socket = connect()) {
        String answer;
        try {
          send(socket, line + "\r\nHost: x\r\nConnection: close\r\n\r\n");
          answer = rest(socket);
        } catch (SocketException refused) {
          answer = "";
        }
        assertThat(answer).doesNotContain(" 200 ", " 500 ", "root:");
        assertThat(answer.length()).isLessThan(2_000);
      }
    }
    awaitServed();
  }

  @Test
  void manyMoreConnectionsThanThreads_leaveTheServerServing() throws Exception {
    List<Socket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 400; i++) {
        Socket socket = connect();
        many.add(socket);
        send(socket, "GET /api/health HTTP/1.1\r\nX: ");
      }
      awaitServed();
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
  }
}
