package com.holdwall.probes.jvm;

import com.holdwall.runbook.Status;

/** What a {@link MemoryProbe} can find, the gravest first. Readings carry the name. */
public enum MemoryFinding {
  /** What is left of the heap after collections grows without end. */
  LEAKING(Status.DEGRADED),
  /** Direct or mapped buffers, which lie outside the heap, grow without end. */
  BUFFERS_LEAKING(Status.DEGRADED),
  /** Classes are loaded without end, as by class loaders that are never let go. */
  METASPACE_LEAKING(Status.DEGRADED),
  /** Threads are started without end. */
  THREADS_LEAKING(Status.DEGRADED),
  /** Files or sockets are opened and not closed. */
  FILE_DESCRIPTORS_LEAKING(Status.DEGRADED),
  /** The process's own memory outside the heap grows without end, as of a native library. */
  NATIVE_LEAKING(Status.DEGRADED),
  /** The container is at its memory limit. */
  NEAR_LIMIT(Status.DEGRADED),
  /** Next to nothing of the heap is free even after a collection. */
  HEAP_NEARLY_FULL(Status.DEGRADED),
  /** The service stands still for its collector for too much of its time. */
  GC_OVERHEAD(Status.DEGRADED),
  /** A process of this container was killed for want of memory since this one started. */
  OOM_KILL_COUNTED(Status.DEGRADED),
  /** The process before this one vanished while its memory was at the limit. */
  LAST_RUN_PROBABLY_OOM_KILLED(Status.DEGRADED),
  /** The process before this one vanished while its memory was not at the limit. */
  LAST_RUN_CRASHED(Status.DEGRADED),
  /** This process's breadcrumb cannot be written: the next one could not say how it ended. */
  BREADCRUMB_NOT_WRITTEN(Status.DEGRADED);

  private final Status status;

  MemoryFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }
}
