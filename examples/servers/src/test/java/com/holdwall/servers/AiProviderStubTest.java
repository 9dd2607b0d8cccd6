package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AiProviderStubTest {

  private final AiProviderStub stub = AiProviderStub.open("right-key");
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    stub.close();
  }

  private HttpResponse<String> send(int port, String path, String key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + key);
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void modelsAreFree_answersAreBilled_plainAndStreamed() throws Exception {
    assertThat(send(stub.port(), "/v1/models", "right-key", "").body()).contains("stub-model");
    assertThat(stub.billed()).isZero();
    assertThat(send(stub.port(), "/v1/messages", "right-key", "{}").body()).contains("pong");
    assertThat(send(stub.port(), "/v1/chat/completions", "right-key", "{\"stream\": true}").body())
        .endsWith("data: [DONE]\n\n");
    assertThat(stub.requests()).isEqualTo(3);
    assertThat(stub.billed()).isEqualTo(2);
  }

  @Test
  void wrongKeyAndScriptedStatus_comeWithTheirHeaders() throws Exception {
    assertThat(send(stub.port(), "/v1/models", "wrong", "").statusCode()).isEqualTo(401);
    stub.inject(new AiFault.Status(429, Map.of("retry-after", "7")));
    HttpResponse<String> limited = send(stub.port(), "/v1/messages", "right-key", "{}");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("7");
    assertThat(stub.billed()).isZero();
  }

  @Test
  void cutOff_breaksTheConnection_emptyAndMalformedDoNot() throws Exception {
    stub.inject(new AiFault.CutOff());
    assertThatThrownBy(() -> send(stub.port(), "/v1/models", "right-key", ""))
        .isInstanceOf(IOException.class);
    stub.inject(new AiFault.Empty());
    assertThat(send(stub.port(), "/v1/models", "right-key", "").body()).isEmpty();
    stub.inject(new AiFault.Malformed());
    assertThat(send(stub.port(), "/v1/models", "right-key", "").body()).startsWith("data: {");
    stub.inject(new AiFault.Dribble(Duration.ofMillis(1)));
    assertThat(send(stub.port(), "/v1/models", "right-key", "").body()).contains("stub-model");
    stub.inject(new AiFault.Delay(Duration.ofMillis(1)));
    assertThat(send(stub.port(), "/v1/models", "right-key", "").body()).contains("stub-model");
  }

  @Test
  void processOfItsOwn_canBeKilled_andComesBackOnTheSamePort() throws Exception {
    try (AiProviderServer server = AiProviderServer.launch("right-key")) {
      assertThat(send(server.port(), "/v1/models", "right-key", "").statusCode()).isEqualTo(200);
      server.kill();
      assertThatThrownBy(() -> send(server.port(), "/v1/models", "right-key", ""))
          .isInstanceOf(IOException.class);
      server.restart();
      assertThat(send(server.port(), "/v1/models", "right-key", "").statusCode()).isEqualTo(200);
    }
  }
}
