package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ModelException;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
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
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Tells a stream's events to a handler, one at a time. The next one is asked for when the handler
 * has returned from the last.
 */
final class HandlerSubscriber implements Flow.Subscriber<ChatModelStreamingEvent>, StreamingHandle {

  private final StreamingChatResponseHandler handler;
  private volatile boolean cancelled;
  private volatile Flow.@Nullable Subscription subscription;
  private @Nullable ChatResponse complete;

  HandlerSubscriber(StreamingChatResponseHandler handler) {
    this.handler = handler;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(ChatModelStreamingEvent event) {
    if (cancelled) {
      return;
    }
    tell(event);
    Flow.Subscription present = subscription;
    if (present != null) {
      present.request(1);
    }
  }

  private void tell(ChatModelStreamingEvent event) {
    if (event instanceof PartialResponse part) {
      handler.onPartialResponse(part, new PartialResponseContext(this));
    } else if (event instanceof PartialThinking part) {
      handler.onPartialThinking(part, new PartialThinkingContext(this));
    } else if (event instanceof PartialToolCall part) {
      handler.onPartialToolCall(part, new PartialToolCallContext(this));
    } else if (event instanceof CompleteToolCall call) {
      handler.onCompleteToolCall(call);
    } else if (event instanceof RawStreamingEvent raw) {
      handler.onUnmappedRawEvent(raw.rawEvent());
    } else if (event instanceof CompleteResponse response) {
      complete = response.chatResponse();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    if (!cancelled) {
      handler.onError(thrown);
    }
  }

  @Override
  public void onComplete() {
    ChatResponse response = complete;
    if (response == null) {
      onError(ModelException.brokenAnswer("it ends without its whole response"));
    } else if (!cancelled) {
      handler.onCompleteResponse(response);
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    Flow.Subscription present = subscription;
    if (present != null) {
      present.cancel();
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}
