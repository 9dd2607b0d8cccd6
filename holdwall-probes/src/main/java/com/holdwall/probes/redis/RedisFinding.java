package com.holdwall.probes.redis;

import com.holdwall.runbook.Status;

/** What a {@link RedisProbe} can find, the gravest first. Readings carry the name. */
public enum RedisFinding {
  /** No connection can be made, or the one there was broke. */
  REFUSED(Status.DOWN),
  /** The server answers and refuses this client: NOAUTH, WRONGPASS, NOPERM, too many clients. */
  REJECTED(Status.DOWN),
  /** The server takes the connection and does not answer within the check's deadline. */
  UNREACHABLE(Status.DOWN),
  /** The server has started and still reads its data: it answers nothing else. */
  LOADING(Status.DOWN),
  /** Sentinels answer, and know no master of this name. */
  NO_MASTER(Status.DOWN),
  /** The cluster serves no requests, or not all of its 16384 slots. */
  CLUSTER_DOWN(Status.DOWN),
  /** The server is a replica where a master was expected: writes fail. */
  READ_ONLY(Status.DEGRADED),
  /** The memory limit is all but reached and nothing may be evicted: writes fail. */
  MEMORY_FULL(Status.DEGRADED),
  /** All slots are served, but nodes of the cluster have failed. */
  CLUSTER_DEGRADED(Status.DEGRADED),
  /** The last snapshot or the last write of the append-only file failed. */
  PERSISTENCE_FAILING(Status.DEGRADED),
  /** A replica has lost its master, or a master has fewer replicas than expected. */
  REPLICATION_BROKEN(Status.DEGRADED),
  /** The hit ratio of the last minutes is well below that of the hour before. */
  HIT_RATIO_DROPPED(Status.DEGRADED),
  /** The service has read from its database since the last check, as the cache was out. */
  FALLBACK_IN_USE(Status.DEGRADED),
  /** The server answers, but slower than the threshold. */
  SLOW(Status.DEGRADED);

  private final Status status;

  RedisFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }
}
