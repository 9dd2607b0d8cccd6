package com.holdwall.resilience.ai.langchain4j;

import com.holdwall.resilience.ai.ModelCall;
import com.holdwall.resilience.ai.ModelException;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What a handler is told, for one subscriber that asks for it. Signals leave one at a time, on the
 * thread that brings them or asks for them. Thread-safe.
 */
final class HandlerPublisher implements Flow.Publisher<ChatModelStreamingEvent>, Flow.Subscription {

  private static final int MOST_WAITING = 10_000;

  private final ModelCall call;

  /** The rest is guarded by this. */
  private final Queue<ChatModelStreamingEvent> waiting = new ArrayDeque<>();

  private Flow.@Nullable Subscriber<? super ChatModelStreamingEvent> subscriber;
  private @Nullable StreamingHandle handle;
  private @Nullable Throwable failure;
  private boolean ended;
  private boolean over;
  private boolean delivering;
  private long demand;

  HandlerPublisher(ModelCall call) {
    this.call = call;
    call.onCancel(this::cancel);
  }

  StreamingChatResponseHandler handler() {
    return new PublishingHandler(this, call);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ChatModelStreamingEvent> given) {
    synchronized (this) {
      subscriber = given;
    }
    given.onSubscribe(this);
    deliver();
  }

  @Override
  public void request(long parts) {
    synchronized (this) {
      demand = demand + parts < 0 ? Long.MAX_VALUE : demand + parts;
    }
    deliver();
  }

  @Override
  public void cancel() {
    StreamingHandle present;
    synchronized (this) {
      over = true;
      waiting.clear();
      present = handle;
    }
    if (present != null) {
      present.cancel();
    }
  }

  /** An event, with what cancels the request if the model gave it. */
  void event(ChatModelStreamingEvent event, @Nullable StreamingHandle given) {
    boolean late;
    synchronized (this) {
      handle = given == null ? handle : given;
      late = over;
      if (!late && waiting.size() == MOST_WAITING) {
        failure = ModelException.brokenAnswer("its subscriber is 10,000 events behind");
        ended = true;
      } else if (!late && !ended) {
        waiting.add(event);
      }
    }
    if (late && given != null) {
      given.cancel();
    }
    deliver();
  }

  void end(@Nullable Throwable thrown) {
    synchronized (this) {
      if (!ended) {
        ended = true;
        failure = thrown;
      }
    }
    deliver();
  }

  private void deliver() {
    while (true) {
      ChatModelStreamingEvent next;
      Flow.Subscriber<? super ChatModelStreamingEvent> target;
      Throwable thrown;
      synchronized (this) {
        target = subscriber;
        boolean last = ended && waiting.isEmpty();
        if (delivering || over || target == null || (!last && (demand == 0 || waiting.isEmpty()))) {
          return;
        }
        delivering = true;
        over = last;
        thrown = failure;
        next = waiting.poll();
        demand -= next == null || demand == Long.MAX_VALUE ? 0 : 1;
      }
      signal(target, next, thrown);
      synchronized (this) {
        delivering = false;
      }
    }
  }

  private static void signal(
      Flow.Subscriber<? super ChatModelStreamingEvent> target,
      @Nullable ChatModelStreamingEvent next,
      @Nullable Throwable thrown) {
    if (next != null) {
      target.onNext(next);
    } else if (thrown != null) {
      target.onError(thrown);
    } else {
      target.onComplete();
    }
  }
}
