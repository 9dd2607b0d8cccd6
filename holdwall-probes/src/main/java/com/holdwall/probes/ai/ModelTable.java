package com.holdwall.probes.ai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

/**
 * At most so many models, by provider and name; the rest is one more, called {@code other}. A
 * model's name may come from a user, so it must not be able to fill the memory. Looking up one that
 * is there takes no lock and allocates nothing. Thread-safe.
 */
final class ModelTable {

  static final String OTHER = "other";

  private static final int LONGEST_NAME = 100;

  private final int most;
  private final BiFunction<String, String, ModelCalls> maker;
  private final Map<String, Map<String, ModelCalls>> byProvider = new ConcurrentHashMap<>();
  private final ModelCalls other;
  private final LongAdder overflow = new LongAdder();
  private volatile List<ModelCalls> all = List.of();

  ModelTable(int most, BiFunction<String, String, ModelCalls> maker) {
    this.most = most;
    this.maker = maker;
    this.other = maker.apply(OTHER, OTHER);
  }

  ModelCalls get(String provider, String model) {
    Map<String, ModelCalls> models = byProvider.get(provider);
    ModelCalls known = models == null ? null : models.get(model);
    return known == null ? added(provider, model) : known;
  }

  private ModelCalls added(String provider, String model) {
    if (all.size() >= most || !fits(provider) || !fits(model)) {
      overflow.increment();
      return other;
    }
    synchronized (this) {
      Map<String, ModelCalls> models = byProvider.get(provider);
      ModelCalls known = models == null ? null : models.get(model);
      if (known != null) {
        return known;
      }
      if (all.size() >= most) {
        overflow.increment();
        return other;
      }
      ModelCalls fresh = maker.apply(provider, model);
      byProvider.computeIfAbsent(provider, name -> new ConcurrentHashMap<>()).put(model, fresh);
      List<ModelCalls> more = new ArrayList<>(all);
      more.add(fresh);
      all = List.copyOf(more);
      return fresh;
    }
  }

  private static boolean fits(String name) {
    return !name.isBlank() && name.length() <= LONGEST_NAME;
  }

  /** In the order of their first calls; {@code other} last, once there was one. */
  List<ModelCalls> all() {
    if (overflow.sum() == 0) {
      return all;
    }
    List<ModelCalls> more = new ArrayList<>(all);
    more.add(other);
    return more;
  }

  /** How often a model was looked up that is counted as {@code other}. */
  long overflow() {
    return overflow.sum();
  }
}
