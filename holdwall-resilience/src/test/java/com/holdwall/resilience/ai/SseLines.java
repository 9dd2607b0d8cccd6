package com.holdwall.resilience.ai;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into the data of its server-sent events and sends them as they are asked for. The
 * last event, {@code [DONE]}, is sent, too. Broken JSON fails.
 */
final class SseLines implements Flow.Subscriber<List<ByteBuffer>>, Flow.Subscription {

  private final Flow.Subscriber<? super String> subscriber;
  private final Mailbox mailbox = new Mailbox(this::failed);
  private final Queue<String> ready = new ArrayDeque<>();
  private final StringBuilder rest = new StringBuilder();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private Flow.@Nullable Subscription upstream;
  private @Nullable Runnable end;
  private boolean asking;
  private long demand;

  SseLines(Flow.Subscriber<? super String> subscriber) {
    this.subscriber = subscriber;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    upstream = subscription;
    subscriber.onSubscribe(this);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    StringBuilder text = new StringBuilder();
    buffers.forEach(buffer -> text.append(StandardCharsets.UTF_8.decode(buffer)));
    mailbox.post(
        () -> {
          asking = false;
          rest.append(text);
          cut();
          deliver();
        });
  }

  private void cut() {
    int gap = rest.indexOf("\n\n");
    while (gap >= 0) {
      String event = rest.substring(0, gap);
      rest.delete(0, gap + 2);
      ready.add(event.startsWith("data: ") ? event.substring(6) : event);
      gap = rest.indexOf("\n\n");
    }
  }

  @Override
  public void onError(Throwable thrown) {
    mailbox.post(() -> finish(() -> subscriber.onError(thrown)));
  }

  @Override
  public void onComplete() {
    mailbox.post(() -> finish(subscriber::onComplete));
  }

  private void finish(Runnable signal) {
    end = signal;
    deliver();
  }

  @Override
  public void request(long parts) {
    mailbox.post(
        () -> {
          demand = demand + parts < 0 ? Long.MAX_VALUE : demand + parts;
          deliver();
        });
  }

  private void deliver() {
    while (demand > 0 && !ready.isEmpty() && !cancelled.get()) {
      String event = ready.remove();
      demand--;
      if (!event.equals("[DONE]") && !event.endsWith("}")) {
        failed(ModelException.brokenAnswer("an event is not JSON"));
        return;
      }
      subscriber.onNext(event);
    }
    Runnable signal = end;
    if (ready.isEmpty() && signal != null && cancelled.compareAndSet(false, true)) {
      signal.run();
    } else if (demand > 0 && !asking && !cancelled.get() && upstream != null) {
      asking = true;
      upstream.request(1);
    }
  }

  private void failed(Throwable thrown) {
    if (cancelled.compareAndSet(false, true)) {
      if (upstream != null) {
        upstream.cancel();
      }
      subscriber.onError(thrown);
    }
  }

  @Override
  public void cancel() {
    cancelled.set(true);
    if (upstream != null) {
      upstream.cancel();
    }
  }
}
