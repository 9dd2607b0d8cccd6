package com.holdwall.probes.vectordb;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link VectorProbe} needs. Not thread-safe. */
public final class VectorProbeBuilder {

  final VectorStore store;
  ProbeSettings settings = ProbeSettings.defaults();
  Duration slowAfter = Duration.ofMillis(500);
  @Nullable Canary canary;
  @Nullable VectorSearchStatistics statistics;

  VectorProbeBuilder(VectorStore store) {
    this.store = Objects.requireNonNull(store, "store must not be null");
  }

  private VectorProbeBuilder(VectorProbeBuilder other) {
    this.store = other.store;
    this.settings = other.settings;
    this.slowAfter = other.slowAfter;
    this.canary = other.canary;
    this.statistics = other.statistics;
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public VectorProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit a canary search that takes longer is slow; 500 ms by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public VectorProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  /**
   * Sets what is searched for at each check.
   *
   * @param known a search whose nearest neighbour is known: {@link Canary#own()} or {@link
   *     Canary#readOnly}. Without one, which is the default, nobody knows whether searches work
   * @return this
   */
  public VectorProbeBuilder canary(Canary known) {
    canary = Objects.requireNonNull(known, "known must not be null");
    return this;
  }

  /**
   * Gives the statistics of the service's own searches, for the runbook's step that reviews them.
   * Give them to {@link com.holdwall.probes.ProbeRegistryBuilder#signals} too.
   *
   * @param searches the statistics; none by default
   * @return this
   */
  public VectorProbeBuilder statistics(VectorSearchStatistics searches) {
    statistics = Objects.requireNonNull(searches, "searches must not be null");
    return this;
  }

  /**
   * Builds the probe. It sends nothing before its first check.
   *
   * @return the probe, named {@code vectordb}
   */
  public VectorProbe build() {
    return new VectorProbe(new VectorProbeBuilder(this));
  }
}
