package com.holdwall.runbook.catalog;

import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.diagnosis.Explanations;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** The ten Holdwall runbooks. Read from the document in the jar, once, when first asked for. */
public final class HoldwallRunbooks {

  /** A database refuses, hangs or is slow, or the pool before it is empty. */
  public static final RunbookId DATABASE_CONNECTION_ISSUES =
      new RunbookId("database-connection-issues");

  /** The cache refuses, hangs or misses. */
  public static final RunbookId REDIS_CACHE_FAILURES = new RunbookId("redis-cache-failures");

  /** A consumer falls behind its topics. */
  public static final RunbookId KAFKA_CONSUMER_LAG = new RunbookId("kafka-consumer-lag");

  /** The service answers with errors. */
  public static final RunbookId HIGH_ERROR_RATES = new RunbookId("high-error-rates");

  /** The service answers late. */
  public static final RunbookId SLOW_API_RESPONSES = new RunbookId("slow-api-responses");

  /** The process needs more and more memory. */
  public static final RunbookId MEMORY_LEAKS = new RunbookId("memory-leaks");

  /** A disk is full, read-only or slow. */
  public static final RunbookId DISK_SPACE_ISSUES = new RunbookId("disk-space-issues");

  /** People cannot sign in. */
  public static final RunbookId AUTHENTICATION_FAILURES = new RunbookId("authentication-failures");

  /** A model's provider is late, limits or fails. */
  public static final RunbookId AI_MODEL_TIMEOUTS = new RunbookId("ai-model-timeouts");

  /** Similarity search fails or is slow. */
  public static final RunbookId VECTOR_DATABASE_ISSUES = new RunbookId("vector-database-issues");

  private static final String RESOURCE = "runbooks.md";

  private HoldwallRunbooks() {}

  /** Reads the document when it is first needed, once. */
  private static final class Holder {
    static final RunbookDocument DOCUMENT = read();

    private static RunbookDocument read() {
      return RunbookDocument.read(RESOURCE, text(), new HoldwallAnnotations());
    }
  }

  /** {@return the ten runbooks with their thirty symptoms} */
  public static RunbookCatalog catalog() {
    return Holder.DOCUMENT.catalog();
  }

  /** {@return the document that the runbooks stand in, with the line of each part} */
  public static RunbookDocument document() {
    return Holder.DOCUMENT;
  }

  /**
   * {@return which incident explains which other's symptoms}
   *
   * <p>Whatever a request needs and does not get in time makes it late, and what it does not get at
   * all makes it fail: the database, the cache (late, as the database answers; failed, as too many
   * reads of the database are refused), the broker that takes events, the provider that signs
   * people in, a model, a vector database, a disk. A process out of memory spends its time in
   * garbage collection, then fails. And a consumer that writes to a dead database falls behind.
   */
  public static Explanations explanations() {
    Set<RunbookId> requests = Set.of(HIGH_ERROR_RATES, SLOW_API_RESPONSES);
    return new Explanations(
        Map.of(
            DATABASE_CONNECTION_ISSUES,
            Set.of(HIGH_ERROR_RATES, SLOW_API_RESPONSES, KAFKA_CONSUMER_LAG),
            REDIS_CACHE_FAILURES,
            requests,
            KAFKA_CONSUMER_LAG,
            requests,
            MEMORY_LEAKS,
            requests,
            DISK_SPACE_ISSUES,
            requests,
            AUTHENTICATION_FAILURES,
            requests,
            AI_MODEL_TIMEOUTS,
            requests,
            VECTOR_DATABASE_ISSUES,
            requests));
  }

  private static String text() {
    try (InputStream in = HoldwallRunbooks.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource '" + RESOURCE + "' must be in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
