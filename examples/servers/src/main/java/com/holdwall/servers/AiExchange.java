package com.holdwall.servers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends one answer, broken as scripted. Used by one thread. */
final class AiExchange {

  private final HttpExchange exchange;
  private final AiFault fault;
  private final CountDownLatch closed;

  AiExchange(HttpExchange exchange, AiFault fault, CountDownLatch closed) {
    this.exchange = exchange;
    this.fault = fault;
    this.closed = closed;
  }

  void json(int status, String body) throws IOException {
    send(status, "application/json", List.of(body), false);
  }

  void events(List<String> events) throws IOException {
    send(200, "text/event-stream", events, true);
  }

  private void send(int status, String type, List<String> parts, boolean streamed)
      throws IOException {
    if (fault instanceof AiFault.Delay delay && waitedInVain(delay.before())) {
      return;
    }
    byte[] body = String.join("", parts).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    if (fault instanceof AiFault.Empty) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    // HttpServer: 0 means chunked.
    exchange.sendResponseHeaders(status, streamed ? 0 : body.length);
    OutputStream out = exchange.getResponseBody();
    if (fault instanceof AiFault.CutOff) {
      out.write(body, 0, body.length / 2);
      out.flush();
    } else if (fault instanceof AiFault.Malformed) {
      out.write(malformed(body.length));
    } else if (fault instanceof AiFault.Dribble dribble) {
      dribble(out, body, dribble.gap());
    } else if (!wholly(out, parts)) {
      return;
    }
    if (!(fault instanceof AiFault.CutOff)) {
      out.close();
    }
  }

  /** Sends part by part; false if it broke off. */
  private boolean wholly(OutputStream out, List<String> parts) throws IOException {
    int sent = 0;
    for (String part : parts) {
      if (fault instanceof AiFault.CutAfter cut && sent == cut.events()) {
        return false;
      }
      if (fault instanceof AiFault.SlowAfter slow
          && sent >= slow.events()
          && waitedInVain(slow.gap())) {
        return false;
      }
      boolean broken = fault instanceof AiFault.MalformedAfter bad && sent == bad.events();
      out.write(broken ? malformed(part.length()) : part.getBytes(StandardCharsets.UTF_8));
      if (broken) {
        out.write(new byte[] {'\n', '\n'});
      }
      out.flush();
      sent++;
    }
    return true;
  }

  private static byte[] malformed(int length) {
    return "data: {\"choices\": [{\"delta\" "
        .repeat(length / 10 + 1)
        .substring(0, length)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void dribble(OutputStream out, byte[] body, Duration gap) throws IOException {
    for (byte one : body) {
      if (waitedInVain(gap)) {
        return;
      }
      out.write(one);
      out.flush();
    }
  }

  /** Whether the stub was closed meanwhile. */
  private boolean waitedInVain(Duration duration) {
    try {
      return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
