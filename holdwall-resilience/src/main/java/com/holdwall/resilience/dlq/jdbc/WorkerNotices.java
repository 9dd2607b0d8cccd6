package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.jdbc.WorkerFinding.Kind;
import com.holdwall.resilience.internal.Listeners;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker's findings and events. Thread-safe. */
final class WorkerNotices {

  private static final System.Logger LOG = System.getLogger(ReliableWorker.class.getName());

  private final Clock clock;
  private final String group;
  private final Map<Kind, WorkerFinding> findings = new ConcurrentHashMap<>();
  private final List<Consumer<? super WorkerEvent>> listeners = new CopyOnWriteArrayList<>();

  WorkerNotices(Clock clock, String group) {
    this.clock = clock;
    this.group = group;
  }

  void listen(Consumer<? super WorkerEvent> listener) {
    listeners.add(listener);
  }

  void tell(WorkerEvent.Type type, String subject, @Nullable Throwable failure) {
    if (!listeners.isEmpty()) {
      WorkerEvent event =
          new WorkerEvent(type, subject, failure == null ? null : failure.getClass().getName());
      listeners.forEach(listener -> Listeners.tell(listener, event));
    }
  }

  /** Raises a finding about this group, once; it stays until it is cleared. */
  void raise(Kind kind, String detail) {
    WorkerFinding finding = new WorkerFinding(kind, group, detail, clock.instant());
    if (findings.putIfAbsent(kind, finding) == null) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", kind, detail);
      tell(WorkerEvent.Type.FINDING_RAISED, kind + " " + group, null);
    }
  }

  void clear(Kind kind) {
    if (!findings.isEmpty() && findings.remove(kind) != null) {
      tell(WorkerEvent.Type.FINDING_CLEARED, kind + " " + group, null);
    }
  }

  List<WorkerFinding> findings() {
    return List.copyOf(findings.values());
  }
}
