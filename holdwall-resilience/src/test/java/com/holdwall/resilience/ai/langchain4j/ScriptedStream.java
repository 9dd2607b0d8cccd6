package com.holdwall.resilience.ai.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

/** A model with handlers, as most of LangChain4j's are, that says what the test says. */
final class ScriptedStream implements StreamingChatModel, StreamingHandle {

  private volatile @Nullable StreamingChatResponseHandler handler;
  private volatile boolean cancelled;

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler given) {
    handler = given;
  }

  void says(String text) {
    theHandler().onPartialResponse(new PartialResponse(text), new PartialResponseContext(this));
  }

  void completes() {
    theHandler()
        .onCompleteResponse(ChatResponse.builder().aiMessage(AiMessage.from("pong")).build());
  }

  void fails(Throwable thrown) {
    theHandler().onError(thrown);
  }

  private StreamingChatResponseHandler theHandler() {
    StreamingChatResponseHandler present = handler;
    if (present == null) {
      throw new AssertionError("it was not asked");
    }
    return present;
  }

  boolean asked() {
    return handler != null;
  }

  boolean cancelled() {
    return cancelled;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}
