package com.holdwall.runbook.catalog;

/** The names of the metrics that the symptoms are recognised by. */
public final class HoldwallMetrics {

  /** Answers with status 5xx and uncaught exceptions, of all answers; ratio 0 to 1. */
  public static final String HTTP_ERROR_RATIO = "holdwall.http.error.ratio";

  /** Answers with status 5xx; count. */
  public static final String HTTP_SERVER_ERRORS = "holdwall.http.server.errors";

  /** The 95th percentile of the time to answer; s. */
  public static final String HTTP_LATENCY_P95 = "holdwall.http.latency.p95";

  /** Requests that ran into a timeout; count. */
  public static final String HTTP_TIMEOUTS = "holdwall.http.timeouts";

  /** The 95th percentile of a record's age when it is processed; s. */
  public static final String KAFKA_RECORD_AGE_P95 = "holdwall.kafka.record.age.p95";

  /** Failed searches, of all searches; ratio 0 to 1. */
  public static final String VECTOR_ERROR_RATIO = "holdwall.vectordb.error.ratio";

  /** The 95th percentile of the time of a search; s. */
  public static final String VECTOR_LATENCY_P95 = "holdwall.vectordb.latency.p95";

  /** Time spent in garbage collection, of all time; ratio 0 to 1. */
  public static final String JVM_GC_OVERHEAD = "holdwall.jvm.gc.overhead";

  /** The 95th percentile of the time to write and sync a small file; s. */
  public static final String DISK_FSYNC_P95 = "holdwall.disk.fsync.p95";

  /** Logins that succeeded, of all without bad credentials; ratio 0 to 1. */
  public static final String AUTH_LOGIN_SUCCESS_RATIO = "holdwall.auth.login.success.ratio";

  /** OAuth callbacks that failed, of all that the user did not deny; ratio 0 to 1. */
  public static final String AUTH_CALLBACK_ERROR_RATIO = "holdwall.auth.callback.error.ratio";

  /** Sessions that could not be read, of all; ratio 0 to 1. */
  public static final String AUTH_SESSION_ERROR_RATIO = "holdwall.auth.session.error.ratio";

  /** Calls of a model that timed out, of all; ratio 0 to 1. */
  public static final String AI_TIMEOUT_RATIO = "holdwall.ai.timeout.ratio";

  /** The 95th percentile of the time of a call; s. */
  public static final String AI_LATENCY_P95 = "holdwall.ai.latency.p95";

  /** The 95th percentile of the time to the first token; s. */
  public static final String AI_FIRST_TOKEN_P95 = "holdwall.ai.first.token.p95";

  /** Calls that the provider limited (429) or failed (5xx, 529, no whole answer); ratio 0 to 1. */
  public static final String AI_ERROR_RATIO = "holdwall.ai.error.ratio";

  private HoldwallMetrics() {}
}
