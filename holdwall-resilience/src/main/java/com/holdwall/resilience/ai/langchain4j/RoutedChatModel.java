package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ModelRouter;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.concurrent.CompletableFuture;

/** A router as a model. Thread-safe. */
final class RoutedChatModel implements ChatModel {

  private final ModelRouter<ChatRequest, ChatResponse> router;

  RoutedChatModel(ModelRouter<ChatRequest, ChatResponse> router) {
    this.router = router;
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    try {
      return router.call(request);
    } catch (RuntimeException asItIs) {
      throw asItIs;
    } catch (Exception checked) {
      // an interrupt; the router has set the flag again
      throw new LangChain4jException(checked);
    }
  }

  @Override
  public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
    return router.callAsync(request);
  }
}
