package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.servers.AiProviderStub;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.internal.RetryUtils;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A model of LangChain4j's against a provider of OpenAI's API, built as its own clients are: the
 * request within {@code RetryUtils}, which maps exceptions by status and retries.
 */
final class HttpChatModel implements ChatModel {

  private final HttpClient http;
  private final AiProviderStub provider;
  private final String key;
  private final int maxRetries;

  HttpChatModel(HttpClient http, AiProviderStub provider, String key, int maxRetries) {
    this.http = http;
    this.provider = provider;
    this.key = key;
    this.maxRetries = maxRetries;
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    return RetryUtils.withRetryMappingExceptions(() -> send(request), maxRetries);
  }

  private ChatResponse send(ChatRequest request) throws Exception {
    String prompt = ((UserMessage) request.messages().get(0)).singleText();
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + provider.port() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + key)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"messages\":[{\"content\":\"" + prompt + "\"}]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new HttpException(response.statusCode(), response.body());
    }
    return ChatResponse.builder()
        .aiMessage(AiMessage.from("pong"))
        .tokenUsage(new TokenUsage(8, 1))
        .build();
  }
}
