package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ModelCall;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.RawStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** Tells a {@link HandlerPublisher} what a model tells its handler. */
final class PublishingHandler implements StreamingChatResponseHandler {

  private final HandlerPublisher events;
  private final ModelCall call;

  PublishingHandler(HandlerPublisher events, ModelCall call) {
    this.events = events;
    this.call = call;
  }

  @Override
  public void onPartialResponse(String text) {
    events.event(new PartialResponse(text), null);
  }

  @Override
  public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
    events.event(part, context.streamingHandle());
  }

  @Override
  public void onPartialThinking(PartialThinking part) {
    events.event(part, null);
  }

  @Override
  public void onPartialThinking(PartialThinking part, PartialThinkingContext context) {
    events.event(part, context.streamingHandle());
  }

  @Override
  public void onPartialToolCall(PartialToolCall part) {
    events.event(part, null);
  }

  @Override
  public void onPartialToolCall(PartialToolCall part, PartialToolCallContext context) {
    events.event(part, context.streamingHandle());
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall toolCall) {
    events.event(toolCall, null);
  }

  @Override
  public void onUnmappedRawEvent(Object event) {
    events.event(RawStreamingEvent.of(event), null);
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    ChatModels.tellUsage(response, call);
    events.event(new CompleteResponse(response), null);
    events.end(null);
  }

  @Override
  public void onError(Throwable thrown) {
    events.end(thrown);
  }
}
