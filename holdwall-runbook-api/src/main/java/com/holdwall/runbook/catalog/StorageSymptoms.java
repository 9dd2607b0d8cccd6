package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.Role.DISCRIMINATING;
import static com.holdwall.runbook.Role.SUPPORTING;
import static com.holdwall.runbook.catalog.SymptomEntry.anyOf;
import static com.holdwall.runbook.catalog.SymptomEntry.metric;
import static com.holdwall.runbook.catalog.SymptomEntry.probe;

import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;

/**
 * How the symptoms of database, cache, Kafka and the vector database are recognised, by default.
 */
final class StorageSymptoms {

  private StorageSymptoms() {}

  static List<SymptomEntry> entries() {
    return List.of(
        new SymptomEntry(
            HoldwallSymptoms.DATABASE_REQUESTS_TIMING_OUT,
            "API requests timing out",
            SUPPORTING,
            anyOf(probe("database", 1, 3, "UNREACHABLE"), probe("database", 2, 3, "SLOW"))),
        new SymptomEntry(
            HoldwallSymptoms.DATABASE_POOL_EXHAUSTED,
            "Database connection pool exhausted errors",
            DISCRIMINATING,
            probe("database", 2, 3, "POOL_EXHAUSTED", "POOL_LEAKING")),
        new SymptomEntry(
            HoldwallSymptoms.DATABASE_CONNECTION_REFUSED,
            "\"Connection refused\" errors in logs",
            DISCRIMINATING,
            probe("database", 2, 3, "REFUSED", "REJECTED")),
        new SymptomEntry(
            HoldwallSymptoms.CACHE_MISSES_INCREASING,
            "Cache misses increasing",
            DISCRIMINATING,
            probe("cache", 2, 3, "HIT_RATIO_DROPPED")),
        new SymptomEntry(
            HoldwallSymptoms.CACHE_CONNECTION_ERRORS,
            "Redis connection errors",
            DISCRIMINATING,
            probe(
                "cache",
                3,
                3,
                "REFUSED",
                "UNREACHABLE",
                "REJECTED",
                "LOADING",
                "NO_MASTER",
                "CLUSTER_DOWN",
                "READ_ONLY",
                "MEMORY_FULL")),
        new SymptomEntry(
            HoldwallSymptoms.CACHE_SLOW_FALLBACK,
            "Slow response times (fallback to database)",
            SUPPORTING,
            anyOf(probe("cache", 2, 3, "FALLBACK_IN_USE"), probe("cache", 2, 3, "SLOW"))),
        new SymptomEntry(
            HoldwallSymptoms.KAFKA_EVENTS_SLOW,
            "Events processing slowly",
            SUPPORTING,
            // What handlers lose at lag 0, and what goes round, is not processed either.
            anyOf(
                probe("kafka", 2, 3, "CONSUMING_SLOWER_THAN_PRODUCED"),
                probe("kafka", 2, 3, "POLL_INTERVAL_NEARLY_EXCEEDED"),
                probe("kafka", 2, 3, "FAILING_AT_LAG_0", "RETRY_LOOP"),
                probe("kafka", 2, 3, "DLQ_GROWING"))),
        new SymptomEntry(
            HoldwallSymptoms.KAFKA_LAG_INCREASING,
            "Consumer lag increasing in metrics",
            DISCRIMINATING,
            // A broker that nobody reaches has no lag to show, and the events wait nevertheless.
            anyOf(
                probe(
                    "kafka",
                    2,
                    3,
                    "LAG_GROWING",
                    "STALLED",
                    "STOPPED",
                    "REWIND",
                    "UNCOMMITTED",
                    "NO_LEADER"),
                probe("kafka", 3, 3, "REFUSED", "UNREACHABLE", "REJECTED"))),
        new SymptomEntry(
            HoldwallSymptoms.KAFKA_UPDATES_DELAYED,
            "Delayed updates in UI",
            SUPPORTING,
            metric(
                HoldwallMetrics.KAFKA_RECORD_AGE_P95,
                Comparison.ABOVE,
                30,
                15,
                "s",
                Duration.ofMinutes(5),
                20)),
        new SymptomEntry(
            HoldwallSymptoms.VECTOR_SEARCH_FAILING,
            "Vector search failing",
            DISCRIMINATING,
            anyOf(
                probe("vectordb", 2, 3, "SEARCH_WRONG", "SEARCH_FAILED"),
                metric(
                    HoldwallMetrics.VECTOR_ERROR_RATIO,
                    Comparison.ABOVE,
                    0.01,
                    0.005,
                    "ratio",
                    Duration.ofMinutes(5),
                    20))),
        new SymptomEntry(
            HoldwallSymptoms.VECTOR_SEARCH_SLOW,
            "Slow similarity searches",
            DISCRIMINATING,
            anyOf(
                probe("vectordb", 3, 3, "SLOW"),
                metric(
                    HoldwallMetrics.VECTOR_LATENCY_P95,
                    Comparison.ABOVE,
                    0.5,
                    0.4,
                    "s",
                    Duration.ofMinutes(5),
                    50))),
        new SymptomEntry(
            HoldwallSymptoms.VECTOR_CONNECTION_ERRORS,
            "ChromaDB/vector DB connection errors",
            DISCRIMINATING,
            probe("vectordb", 3, 3, "REFUSED", "UNREACHABLE", "REJECTED", "API_VERSION")));
  }
}
