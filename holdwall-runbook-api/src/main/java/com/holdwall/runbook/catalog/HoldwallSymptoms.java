package com.holdwall.runbook.catalog;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.SymptomId;
import java.util.List;

/** The thirty symptoms of the Holdwall runbooks, by the words that the runbooks have for them. */
public final class HoldwallSymptoms {

  /** API requests timing out. */
  public static final SymptomId DATABASE_REQUESTS_TIMING_OUT =
      symptom(HoldwallRunbooks.DATABASE_CONNECTION_ISSUES, "requests-timing-out");

  /** Database connection pool exhausted errors. */
  public static final SymptomId DATABASE_POOL_EXHAUSTED =
      symptom(HoldwallRunbooks.DATABASE_CONNECTION_ISSUES, "pool-exhausted");

  /** "Connection refused" errors in logs. */
  public static final SymptomId DATABASE_CONNECTION_REFUSED =
      symptom(HoldwallRunbooks.DATABASE_CONNECTION_ISSUES, "connection-refused");

  /** Cache misses increasing. */
  public static final SymptomId CACHE_MISSES_INCREASING =
      symptom(HoldwallRunbooks.REDIS_CACHE_FAILURES, "cache-misses-increasing");

  /** Redis connection errors. */
  public static final SymptomId CACHE_CONNECTION_ERRORS =
      symptom(HoldwallRunbooks.REDIS_CACHE_FAILURES, "connection-errors");

  /** Slow response times (fallback to database). */
  public static final SymptomId CACHE_SLOW_FALLBACK =
      symptom(HoldwallRunbooks.REDIS_CACHE_FAILURES, "slow-responses");

  /** Events processing slowly. */
  public static final SymptomId KAFKA_EVENTS_SLOW =
      symptom(HoldwallRunbooks.KAFKA_CONSUMER_LAG, "events-processing-slowly");

  /** Consumer lag increasing in metrics. */
  public static final SymptomId KAFKA_LAG_INCREASING =
      symptom(HoldwallRunbooks.KAFKA_CONSUMER_LAG, "lag-increasing");

  /** Delayed updates in UI. */
  public static final SymptomId KAFKA_UPDATES_DELAYED =
      symptom(HoldwallRunbooks.KAFKA_CONSUMER_LAG, "delayed-updates");

  /** Error rate &gt; 1%. */
  public static final SymptomId ERROR_RATE_HIGH =
      symptom(HoldwallRunbooks.HIGH_ERROR_RATES, "error-rate");

  /** 5xx status codes increasing. */
  public static final SymptomId SERVER_ERRORS_INCREASING =
      symptom(HoldwallRunbooks.HIGH_ERROR_RATES, "server-errors-increasing");

  /** User complaints about failures. */
  public static final SymptomId FAILURES_REPORTED =
      symptom(HoldwallRunbooks.HIGH_ERROR_RATES, "user-complaints");

  /** P95 latency &gt; 500ms. */
  public static final SymptomId P95_LATENCY_HIGH =
      symptom(HoldwallRunbooks.SLOW_API_RESPONSES, "p95-latency");

  /** User complaints about slow performance. */
  public static final SymptomId SLOWNESS_REPORTED =
      symptom(HoldwallRunbooks.SLOW_API_RESPONSES, "user-complaints");

  /** Timeout errors increasing. */
  public static final SymptomId TIMEOUTS_INCREASING =
      symptom(HoldwallRunbooks.SLOW_API_RESPONSES, "timeouts-increasing");

  /** Memory usage continuously increasing. */
  public static final SymptomId MEMORY_INCREASING =
      symptom(HoldwallRunbooks.MEMORY_LEAKS, "memory-increasing");

  /** Pods being OOMKilled. */
  public static final SymptomId PODS_OOM_KILLED =
      symptom(HoldwallRunbooks.MEMORY_LEAKS, "oom-killed");

  /** Application slowdowns. */
  public static final SymptomId MEMORY_SLOWDOWNS =
      symptom(HoldwallRunbooks.MEMORY_LEAKS, "slowdowns");

  /** Pods failing to start. */
  public static final SymptomId PODS_FAILING_TO_START =
      symptom(HoldwallRunbooks.DISK_SPACE_ISSUES, "pods-failing-to-start");

  /** "No space left on device" errors. */
  public static final SymptomId NO_SPACE_LEFT =
      symptom(HoldwallRunbooks.DISK_SPACE_ISSUES, "no-space-left");

  /** Slow disk I/O. */
  public static final SymptomId DISK_SLOW = symptom(HoldwallRunbooks.DISK_SPACE_ISSUES, "slow-io");

  /** Users unable to log in. */
  public static final SymptomId LOGIN_FAILING =
      symptom(HoldwallRunbooks.AUTHENTICATION_FAILURES, "login-failing");

  /** OAuth callbacks failing. */
  public static final SymptomId OAUTH_CALLBACKS_FAILING =
      symptom(HoldwallRunbooks.AUTHENTICATION_FAILURES, "oauth-callbacks-failing");

  /** Session errors. */
  public static final SymptomId SESSION_ERRORS =
      symptom(HoldwallRunbooks.AUTHENTICATION_FAILURES, "session-errors");

  /** AI API calls timing out. */
  public static final SymptomId AI_CALLS_TIMING_OUT =
      symptom(HoldwallRunbooks.AI_MODEL_TIMEOUTS, "calls-timing-out");

  /** Slow AI responses. */
  public static final SymptomId AI_RESPONSES_SLOW =
      symptom(HoldwallRunbooks.AI_MODEL_TIMEOUTS, "slow-responses");

  /** Model provider errors. */
  public static final SymptomId AI_PROVIDER_ERRORS =
      symptom(HoldwallRunbooks.AI_MODEL_TIMEOUTS, "provider-errors");

  /** Vector search failing. */
  public static final SymptomId VECTOR_SEARCH_FAILING =
      symptom(HoldwallRunbooks.VECTOR_DATABASE_ISSUES, "search-failing");

  /** Slow similarity searches. */
  public static final SymptomId VECTOR_SEARCH_SLOW =
      symptom(HoldwallRunbooks.VECTOR_DATABASE_ISSUES, "slow-searches");

  /** ChromaDB/vector DB connection errors. */
  public static final SymptomId VECTOR_CONNECTION_ERRORS =
      symptom(HoldwallRunbooks.VECTOR_DATABASE_ISSUES, "connection-errors");

  private static final List<SymptomId> ALL =
      List.of(
          DATABASE_REQUESTS_TIMING_OUT,
          DATABASE_POOL_EXHAUSTED,
          DATABASE_CONNECTION_REFUSED,
          CACHE_MISSES_INCREASING,
          CACHE_CONNECTION_ERRORS,
          CACHE_SLOW_FALLBACK,
          KAFKA_EVENTS_SLOW,
          KAFKA_LAG_INCREASING,
          KAFKA_UPDATES_DELAYED,
          ERROR_RATE_HIGH,
          SERVER_ERRORS_INCREASING,
          FAILURES_REPORTED,
          P95_LATENCY_HIGH,
          SLOWNESS_REPORTED,
          TIMEOUTS_INCREASING,
          MEMORY_INCREASING,
          PODS_OOM_KILLED,
          MEMORY_SLOWDOWNS,
          PODS_FAILING_TO_START,
          NO_SPACE_LEFT,
          DISK_SLOW,
          LOGIN_FAILING,
          OAUTH_CALLBACKS_FAILING,
          SESSION_ERRORS,
          AI_CALLS_TIMING_OUT,
          AI_RESPONSES_SLOW,
          AI_PROVIDER_ERRORS,
          VECTOR_SEARCH_FAILING,
          VECTOR_SEARCH_SLOW,
          VECTOR_CONNECTION_ERRORS);

  private HoldwallSymptoms() {}

  private static SymptomId symptom(RunbookId runbook, String key) {
    return new SymptomId(runbook, key);
  }

  /** {@return all of them, in the order of the document} */
  public static List<SymptomId> all() {
    return ALL;
  }
}
