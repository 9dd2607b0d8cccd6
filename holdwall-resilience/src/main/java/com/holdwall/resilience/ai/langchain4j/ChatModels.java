package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ErrorTable;
import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelCall;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.ModelRouterBuilder;
import com.holdwall.resilience.ai.PromptSize;
import com.holdwall.resilience.ai.StreamRouter;
import com.holdwall.resilience.ai.StreamRouterBuilder;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.RawStreamingEvent;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's models in and out of a router.
 *
 * <pre>{@code
 * ChatModel model =
 *     ChatModels.of(
 *         ChatModels.router()
 *             .model(ChatModels.model("gpt", gpt))
 *             .fallback(ChatModels.model("claude", claude))
 *             .build());
 * }</pre>
 *
 * <p>Turn the models' own retries off ({@code maxRetries(0)}): they would add up with the router's,
 * and a model that waits for its own retry holds up the next one. Leave the model's name out of the
 * request, or each model is asked by the first one's: {@link Model#request} can change it.
 * Stateless.
 */
public final class ChatModels {

  private ChatModels() {}

  /** {@return a builder that knows LangChain4j's exceptions} */
  public static ModelRouterBuilder<ChatRequest, ChatResponse> router() {
    return ModelRouter.<ChatRequest, ChatResponse>builder().errors(errors());
  }

  /**
   * A builder that knows LangChain4j's exceptions and events: an answer ends with its {@link
   * CompleteResponse}.
   *
   * @return the builder
   */
  public static StreamRouterBuilder<ChatRequest, ChatModelStreamingEvent> streamRouter() {
    return StreamRouter.<ChatRequest, ChatModelStreamingEvent>builder()
        .errors(errors())
        .content(event -> !(event instanceof RawStreamingEvent))
        .endsWith(event -> event instanceof CompleteResponse);
  }

  /**
   * Takes a model in.
   *
   * @param name its name in meters, events and exceptions; no secret; not blank
   * @param model asks it, and ends on an interrupt
   * @return the model, for a router
   * @throws IllegalArgumentException if the name is blank
   */
  public static Model<ChatRequest, ChatResponse> model(String name, ChatModel model) {
    Objects.requireNonNull(model, "model must not be null");
    return Model.calling(
        name,
        (request, call) -> {
          ChatResponse response = model.chat(request);
          tellUsage(response, call);
          return response;
        });
  }

  /**
   * Takes a streaming model in by its handlers, which all models have. They know no back pressure:
   * up to 10,000 events wait for a slow subscriber, and then the answer breaks off. A call that is
   * given up before its first event cannot be cancelled, as LangChain4j gives the handle for that
   * with the first event; what comes later is dropped.
   *
   * @param name its name in meters, events and exceptions; no secret; not blank
   * @param model asks it
   * @return the model, for a router
   * @throws IllegalArgumentException if the name is blank
   */
  public static Model<ChatRequest, Flow.Publisher<ChatModelStreamingEvent>> streaming(
      String name, StreamingChatModel model) {
    Objects.requireNonNull(model, "model must not be null");
    return Model.calling(
        name,
        (request, call) -> {
          HandlerPublisher events = new HandlerPublisher(call);
          model.chat(request, events.handler());
          return events;
        });
  }

  /**
   * Takes a streaming model in by its publisher, which has back pressure and can be cancelled at
   * any time. Not every model has one.
   *
   * @param name its name in meters, events and exceptions; no secret; not blank
   * @param model asks it
   * @return the model, for a router
   * @throws IllegalArgumentException if the name is blank
   */
  public static Model<ChatRequest, Flow.Publisher<ChatModelStreamingEvent>> publishing(
      String name, StreamingChatModel model) {
    Objects.requireNonNull(model, "model must not be null");
    return Model.async(
        name, (request, call) -> CompletableFuture.completedFuture(model.chat(request)));
  }

  /**
   * Gives a router out as a model.
   *
   * @param router asks the models
   * @return a model; throws what {@link ModelRouter#call(Object)} throws
   */
  public static ChatModel of(ModelRouter<ChatRequest, ChatResponse> router) {
    return new RoutedChatModel(Objects.requireNonNull(router, "router must not be null"));
  }

  /**
   * Gives a router out as a streaming model, by handlers and by publisher.
   *
   * @param router asks the models
   * @return a model
   */
  public static StreamingChatModel of(StreamRouter<ChatRequest, ChatModelStreamingEvent> router) {
    return new RoutedStreamingChatModel(Objects.requireNonNull(router, "router must not be null"));
  }

  /**
   * Counts prompts by LangChain4j's estimator; prompts that are too long are refused.
   *
   * @param estimator counts
   * @return the port, for {@link ModelRouterBuilder#promptSize}
   */
  public static PromptSize<ChatRequest> promptSize(TokenCountEstimator estimator) {
    Objects.requireNonNull(estimator, "estimator must not be null");
    return request -> estimator.estimateTokenCountInMessages(request.messages());
  }

  /** {@return the standard table with LangChain4j's exceptions, by status and by type} */
  public static ErrorTable errors() {
    return LangChain4jErrors.TABLE;
  }

  static void tellUsage(ChatResponse response, ModelCall call) {
    TokenUsage usage = response.metadata() == null ? null : response.metadata().tokenUsage();
    if (usage != null) {
      call.usage(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()));
    }
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
