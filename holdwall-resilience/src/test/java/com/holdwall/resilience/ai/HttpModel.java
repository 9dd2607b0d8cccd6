package com.holdwall.resilience.ai;

import com.holdwall.servers.AiProviderStub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The plain client of a service: the JDK's HTTP client, against a provider of OpenAI's API. */
final class HttpModel {

  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
  private static final Pattern USED =
      Pattern.compile("\"prompt_tokens\":(\\d+),\"completion_tokens\":(\\d+)");

  private final HttpClient http;
  private final AiProviderStub provider;
  private final String key;

  HttpModel(HttpClient http, AiProviderStub provider, String key) {
    this.http = http;
    this.provider = provider;
    this.key = key;
  }

  /** Blocks until the answer is there. */
  String ask(String prompt, ModelCall call) throws Exception {
    HttpResponse<String> response =
        http.send(request(prompt, false), HttpResponse.BodyHandlers.ofString());
    call.rateLimits(headers(response.headers()));
    return answer(response, call);
  }

  /** The same without a router. */
  String askAlone(String prompt) throws Exception {
    return answer(http.send(request(prompt, false), HttpResponse.BodyHandlers.ofString()), null);
  }

  private static String answer(HttpResponse<String> response, @Nullable ModelCall call) {
    if (response.statusCode() != 200) {
      throw ModelException.http(
          response.statusCode(), response.body(), headers(response.headers()));
    }
    Matcher content = CONTENT.matcher(response.body());
    Matcher used = USED.matcher(response.body());
    if (!content.find() || !used.find()) {
      throw ModelException.brokenAnswer("no content");
    }
    if (call != null) {
      call.usage(Long.parseLong(used.group(1)), Long.parseLong(used.group(2)));
    }
    return content.group(1);
  }

  /** The answer's events, without their frames. */
  CompletionStage<Flow.Publisher<String>> stream(String prompt, ModelCall call) {
    var response = http.sendAsync(request(prompt, true), HttpResponse.BodyHandlers.ofPublisher());
    call.onCancel(() -> response.cancel(true));
    return response.thenApply(HttpModel::events);
  }

  private static Flow.Publisher<String> events(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    if (response.statusCode() != 200) {
      response.body().subscribe(new CancellingSubscriber<>());
      throw ModelException.http(response.statusCode(), "", headers(response.headers()));
    }
    return subscriber -> response.body().subscribe(new SseLines(subscriber));
  }

  private HttpRequest request(String prompt, boolean stream) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + provider.port() + "/v1/chat/completions"))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"stream\":" + stream + ",\"messages\":[{\"content\":\"" + prompt + "\"}]}",
                StandardCharsets.UTF_8))
        .build();
  }

  private static UnaryOperator<@Nullable String> headers(HttpHeaders headers) {
    return name -> headers.firstValue(name).orElse(null);
  }
}
