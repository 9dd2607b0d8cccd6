package com.holdwall.probes;

/** What a probe looks at: it decides what a bad result may affect. */
public enum Reach {
  /** Something inside this process, such as a lock or a queue: may affect liveness. */
  PROCESS,
  /** Something outside that only this replica uses, such as its own disk or a sidecar. */
  REPLICA,
  /** Something that other replicas use too, such as a database: readiness would take all down. */
  SHARED
}
