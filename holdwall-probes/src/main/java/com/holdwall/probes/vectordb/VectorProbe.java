package com.holdwall.probes.vectordb;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a vector database, and tells apart: one that refuses connections, hangs, rejects the
 * client, speaks another version of its API, fails to search, finds the wrong neighbour, or is slow
 * (see {@link VectorFinding}). A heartbeat alone is never believed: only a search whose nearest
 * neighbour is known shows that searches work.
 *
 * <p>What it sends to Chroma per check: three requests, each on a connection of its own: a
 * heartbeat, the count of collections, and one search for one neighbour; at the first check, and
 * after trouble, also the version and the canary's collection. It writes nothing, unless {@link
 * Canary#own()} is given and its collection is not there: then it creates that one, once in its
 * life. A canary that was there and is gone is a finding, since data was lost.
 */
public final class VectorProbe implements Probe, MetricSource {

  private static final MetricFamily COLLECTIONS =
      MetricFamily.gauge(
          "vectordb_collections", "collections", "Collections in the vector database.", "product");

  private static final MetricFamily CANARY =
      MetricFamily.gauge(
          "vectordb_canary_seconds",
          "seconds",
          "Time of the last canary search that found what it must.",
          "product");

  private final VectorProbeBuilder settings;
  private final VectorStore store;
  private final VectorWatch watch;
  private volatile VectorLook last = VectorLook.NOTHING;
  private volatile boolean closed;

  VectorProbe(VectorProbeBuilder builder) {
    this.settings = builder;
    this.store = builder.store;
    this.watch = new VectorWatch(builder.store, builder.canary);
  }

  /**
   * Starts a probe.
   *
   * @param store the vector database; the probe closes it
   * @return a builder
   */
  public static VectorProbeBuilder builder(VectorStore store) {
    return new VectorProbeBuilder(store);
  }

  @Override
  public String name() {
    return "vectordb";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.VECTOR_DATABASE_ISSUES;
  }

  @Override
  public ProbeSettings settings() {
    return settings.settings;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    if (closed) {
      return ProbeResult.unknown("the probe is closed");
    }
    // A tenth is left for the answer: what is said within the deadline need not be guessed.
    Duration share = context.deadline().multipliedBy(9).dividedBy(10);
    try {
      VectorLook look = watch.look(share);
      last = look;
      return VectorVerdict.of(look, settings, context.startedAt());
    } catch (VectorStoreException notAsked) {
      return ProbeResult.unknown(notAsked.words());
    }
  }

  /** Closes the connection that the check hangs on. */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    store.abort();
    String words = "no answer for " + elapsed.toMillis() + " ms";
    VectorLook look = VectorLook.NOTHING.trouble(VectorFinding.UNREACHABLE, words);
    return VectorVerdict.of(look, settings, context.startedAt());
  }

  /** {@return collections and the canary's time, as the last check saw them} */
  @Override
  public List<Metric> metrics() {
    VectorLook look = last;
    String product = settings.store.product();
    List<Metric> all = new ArrayList<>();
    if (look.collections() >= 0) {
      all.add(COLLECTIONS.of((double) look.collections(), product));
    }
    look.took().ifPresent(took -> all.add(CANARY.of(took.toNanos() / 1e9, product)));
    return all;
  }

  @Override
  public void close() {
    closed = true;
    store.close();
  }
}
