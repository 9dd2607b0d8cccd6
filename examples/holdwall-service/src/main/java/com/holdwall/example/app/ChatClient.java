package com.holdwall.example.app;

import com.holdwall.resilience.ai.ModelCall;
import com.holdwall.resilience.ai.ModelClient;
import com.holdwall.resilience.ai.ModelException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks one model of one provider over HTTP, in the shape of its API. Thread-safe. */
final class ChatClient implements ModelClient<String, String> {

  private final HttpClient http;
  private final Dependencies.Model model;
  private final boolean anthropic;

  ChatClient(HttpClient http, Dependencies.Model model) {
    this.http = http;
    this.model = model;
    this.anthropic = model.provider().equals("anthropic");
  }

  @Override
  public String ask(String prompt, ModelCall call) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request(prompt, call), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw ModelException.http(
          answer.statusCode(),
          answer.body(),
          name -> answer.headers().firstValue(name).orElse(null));
    }
    return answer.body();
  }

  private HttpRequest request(String prompt, ModelCall call) {
    // The prompts of the example need no escaping.
    String body =
        "{\"model\":\""
            + model.name()
            + "\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\""
            + prompt
            + "\"}]}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address())
            .timeout(call.remaining().plusMillis(1))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String key = model.key().get();
    return anthropic
        ? request.header("x-api-key", key).header("anthropic-version", "2023-06-01").build()
        : request.header("authorization", "Bearer " + key).build();
  }

  private URI address() {
    return model.base().resolve(anthropic ? "/v1/messages" : "/v1/chat/completions");
  }
}
