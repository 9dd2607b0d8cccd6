package com.holdwall.probes.vectordb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Answers that no Chroma of this version gives: an older one's, and nonsense. */
class ChromaAnswersTest {

  @Test
  void serverBeforeV2_isAFindingOfItsOwn() throws Exception {
    HttpServer old =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    old.createContext(
        "/",
        exchange -> {
          boolean v1 = exchange.getRequestURI().getPath().startsWith("/api/v1/");
          byte[] body = (v1 ? "{}" : "not found").getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(v1 ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    old.start();
    URI address = URI.create("http://127.0.0.1:" + old.getAddress().getPort() + "/");
    try (VectorProbe probe =
        VectorProbe.builder(Chroma.at(address).build()).canary(Canary.own()).build()) {
      ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
      assertThat(result.finding()).contains("API_VERSION");
      assertThat(result.summary()).contains("does not know /api/v2 (HTTP 404)");
    } finally {
      old.stop(0);
    }
  }

  @Test
  void idsOfTheFirstQuery_areRead() throws Exception {
    assertThat(ChromaJson.firstIds("{\"distances\":[[0.1,2]],\"ids\":[[\"a\",\"b\"],[\"c\"]]}"))
        .containsExactly("a", "b");
    assertThat(ChromaJson.firstIds("{\"ids\":[[]]}")).isEmpty();
  }

  @Test
  void collectionsId_mustBeAnId_sinceItGoesIntoAnAddress() {
    assertThatThrownBy(() -> ChromaJson.collectionId("{\"id\":\"../../admin\"}"))
        .isInstanceOf(VectorStoreException.class)
        .hasMessage("HTTP 200 with a body that makes no sense");
  }

  @Property
  void anyOtherBody_isAnErrorWithoutTheBodyInIt(@ForAll String body) {
    for (Parse parse :
        List.<Parse>of(ChromaJson::version, ChromaJson::collectionId, ChromaJson::firstIds)) {
      try {
        parse.of(body);
      } catch (VectorStoreException senseless) {
        assertThat(senseless).hasMessage("HTTP 200 with a body that makes no sense");
      }
    }
  }

  private interface Parse {
    Object of(String body) throws VectorStoreException;
  }

  @Test
  void malformedCanary_isRefused_byName() {
    assertThatThrownBy(() -> Canary.readOnly("a/b", List.of(1f), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collection 'a/b'");
    assertThatThrownBy(() -> Canary.readOnly("abc", List.of(Float.NaN), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Canary("abc", List.of(1f), "x", Map.of("y", List.of(1f))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold 'x'");
  }

  @Test
  void addressWithAPassword_isRefused_withoutShowingIt() {
    assertThatThrownBy(() -> Chroma.at(URI.create("http://user:hunter2@chroma:8000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> Chroma.at(URI.create("ftp://chroma")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chroma.at(URI.create("http://chroma")).tenant("a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tenant 'a/b'");
  }
}
