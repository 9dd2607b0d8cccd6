package com.holdwall.probes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.client.ProbeFailure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request, one connection, one limit, whatever the other side does. */
class ProbeClientTest {

  private static final Duration LIMIT = Duration.ofMillis(500);

  /** For what ends by itself, on a busy machine too. */
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final ProbeClient client = ProbeClient.of("test", null);
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocket server;
  private volatile Talk talk = socket -> {};

  @FunctionalInterface
  private interface Talk {
    void with(Socket socket) throws IOException;
  }

  ProbeClientTest() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "test-server");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        talk.with(socket);
      } catch (IOException closed) {
        // The client went away, or the test is over: the next one, if there is any.
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/path?query=secret");
  }

  private static void read(Socket socket) throws IOException {
    byte[] request = new byte[8_192];
    if (socket.getInputStream().read(request) < 0) {
      throw new IOException("no request");
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private ProbeFailure failure(ProbeRequest request, Duration limit) {
    long start = System.nanoTime();
    try {
      throw new AssertionError("answered: " + client.send(request, limit));
    } catch (IOException e) {
      return ProbeFailure.of(e, Duration.ofNanos(System.nanoTime() - start), limit);
    }
  }

  @Test
  void answer_hasItsStatusHeadersAndBody_andATextWithoutThem() throws IOException {
    talk =
        socket -> {
          read(socket);
          write(socket, "HTTP/1.1 503 Busy\r\nX-Two: a\r\nContent-Length: 4\r\n\r\nbody");
        };
    ProbeAnswer answer = client.send(ProbeRequest.get(address()), AMPLE);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("x-two")).contains("a");
    assertThat(answer.body()).isEqualTo("body");
    assertThat(answer.certificate()).isEmpty();
    assertThat(answer.toString()).startsWith("HTTP 503 in ").doesNotContain("body");
  }

  @Test
  void bodyThatComesByteByByte_endsWithTheLimit() {
    talk =
        socket -> {
          read(socket);
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          while (true) {
            write(socket, "x");
            Awaitility.await().pollDelay(Duration.ofMillis(20)).until(() -> true);
          }
        };
    long start = System.nanoTime();
    assertThat(failure(ProbeRequest.get(address()), LIMIT).kind()).isEqualTo(Kind.NO_ANSWER);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AMPLE);
  }

  @Test
  void bodyThatBreaksOffOrNeverEnds_isBroken() {
    talk =
        socket -> {
          read(socket);
          write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        };
    assertThat(failure(ProbeRequest.get(address()), AMPLE).kind()).isEqualTo(Kind.BROKEN);
    talk =
        socket -> {
          read(socket);
          write(socket, "no HTTP at all\r\n\r\n");
        };
    assertThat(failure(ProbeRequest.get(address()), AMPLE).kind()).isEqualTo(Kind.BROKEN);
  }

  @Test
  void postWhoseAnswerIsLost_isNotSentAgain() {
    talk = ProbeClientTest::read;
    failure(ProbeRequest.post(address(), "text/plain", "once"), AMPLE);
    assertThat(connections).hasValue(1);
  }

  @Test
  void silentServer_isNoAnswer_andAbortEndsIt() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    talk =
        socket -> {
          read(socket);
          end.join();
        };
    assertThat(failure(ProbeRequest.get(address()), LIMIT).kind()).isEqualTo(Kind.NO_ANSWER);
    end.complete(null);
    CompletableFuture<Void> second = new CompletableFuture<>();
    talk =
        socket -> {
          read(socket);
          second.join();
        };
    int before = connections.get();
    CompletableFuture<ProbeAnswer> hanging = CompletableFuture.supplyAsync(this::patient);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> connections.get() > before);
    client.abort();
    assertThatThrownBy(hanging::join).hasCauseInstanceOf(UncheckedIOException.class);
    second.complete(null);
  }

  private ProbeAnswer patient() {
    try {
      return client.send(ProbeRequest.get(address()), Duration.ofMinutes(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void nobodyThere_isNoConnection_andAClosedClientSendsNothing() throws IOException {
    // Not where one has just been: the kernel may give that port to somebody else.
    ProbeFailure gone = failure(ProbeRequest.get(URI.create("http://127.0.0.1:1/")), AMPLE);
    assertThat(gone)
        .isEqualTo(new ProbeFailure(Kind.NO_CONNECTION, "no connection (ConnectException)"));
    client.close();
    assertThatThrownBy(() -> client.send(ProbeRequest.get(address()), LIMIT))
        .hasMessage("the probe is closed");
  }

  @Test
  void request_showsNeitherQueryNorHeaderNorBody() {
    assertThat(ProbeRequest.get(address()).header("A", "secret")).hasToString("GET /path");
    assertThat(ProbeRequest.get(URI.create("http://h/a%0ab"))).hasToString("GET /a%0ab");
    assertThat(ProbeRequest.post(address(), "text/plain", "secret")).hasToString("POST /path");
    assertThatThrownBy(() -> ProbeRequest.get(address()).header("A", "secret\r\nB: c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
