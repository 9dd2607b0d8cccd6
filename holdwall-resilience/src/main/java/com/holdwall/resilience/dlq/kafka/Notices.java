package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import com.holdwall.resilience.internal.Listeners;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer's findings and events. Thread-safe. */
final class Notices {

  private static final System.Logger LOG = System.getLogger(ReliableConsumer.class.getName());

  private final Clock clock;
  private final Map<Key, ConsumerFinding> findings = new ConcurrentHashMap<>();
  private final List<Consumer<? super ConsumerEvent>> listeners = new CopyOnWriteArrayList<>();

  private record Key(Kind kind, String subject) {}

  Notices(Clock clock) {
    this.clock = clock;
  }

  void listen(Consumer<? super ConsumerEvent> listener) {
    listeners.add(listener);
  }

  void tell(ConsumerEvent.Type type, String subject, @Nullable Throwable failure) {
    if (!listeners.isEmpty()) {
      ConsumerEvent event =
          new ConsumerEvent(type, subject, failure == null ? null : failure.getClass().getName());
      listeners.forEach(listener -> Listeners.tell(listener, event));
    }
  }

  /** Raises a finding, once; it stays until it is cleared. */
  void raise(Kind kind, String subject, String detail) {
    ConsumerFinding finding = new ConsumerFinding(kind, subject, detail, clock.instant());
    if (findings.putIfAbsent(new Key(kind, subject), finding) == null) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", kind, detail);
      tell(ConsumerEvent.Type.FINDING_RAISED, kind + " " + subject, null);
    }
  }

  void clear(Kind kind, String subject) {
    if (!findings.isEmpty() && findings.remove(new Key(kind, subject)) != null) {
      tell(ConsumerEvent.Type.FINDING_CLEARED, kind + " " + subject, null);
    }
  }

  /** Clears every finding about a subject that a working send disproves. */
  void sent(String topic) {
    clear(Kind.SEND_FAILING, topic);
    clear(Kind.TOPIC_MISSING, topic);
    clear(Kind.NOT_AUTHORIZED, topic);
  }

  List<ConsumerFinding> findings() {
    return List.copyOf(findings.values());
  }
}
