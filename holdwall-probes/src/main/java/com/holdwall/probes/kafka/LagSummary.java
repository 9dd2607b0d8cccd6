package com.holdwall.probes.kafka;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * A group's lag over all of its partitions, judged. Immutable once built.
 *
 * @param known whether enough of the window was seen
 * @param span how long what is known reaches back
 * @param samples how many moments that is
 * @param partitions how many partitions there are
 * @param states how many partitions are in each state
 * @param examples a few partitions in each state, with their lag
 * @param topics the lag of each topic
 * @param lag records that were not consumed, in all
 * @param maxLag the most in one partition
 * @param worst the partition that has the most
 * @param secondsBehind how old the oldest record is that was not consumed; NaN if not known
 * @param produced records that came within the window
 * @param consumed records that were consumed within the window
 * @param groupGrowing whether the lag of all together is large and grows
 * @param caughtUp whether all together were caught up at some moment
 */
record LagSummary(
    boolean known,
    Duration span,
    int samples,
    int partitions,
    Map<PartitionState, Integer> states,
    Map<PartitionState, String> examples,
    Map<String, Long> topics,
    long lag,
    long maxLag,
    String worst,
    double secondsBehind,
    long produced,
    long consumed,
    boolean groupGrowing,
    boolean caughtUp) {

  private static final int EXAMPLES = 3;

  int count(PartitionState state) {
    return states.getOrDefault(state, 0);
  }

  String examples(PartitionState state) {
    return examples.getOrDefault(state, "");
  }

  /** By how many records the group fell behind over the window; negative if it caught up. */
  long fallenBehind() {
    return produced - consumed;
  }

  /** How long until the lag is gone at this pace, in seconds; infinite if it does not shrink. */
  double drainSeconds() {
    if (lag == 0) {
      return 0;
    }
    double seconds = span.toNanos() / 1e9;
    return consumed > produced ? lag * seconds / (consumed - produced) : Double.POSITIVE_INFINITY;
  }

  /** Judges every partition. */
  static LagSummary of(
      LagHistory history, GroupView view, LagRules rules, boolean startsAtTheBeginning) {
    boolean members = view.members() > 0 || !view.membership();
    Builder sums = new Builder();
    for (Map.Entry<TopicPartition, Position> at : view.positions().entrySet()) {
      PartitionSeries series = history.series(at.getKey());
      if (series != null) {
        Position position = at.getValue();
        PartitionState state = rules.state(series, position.begin(), history.known(), members);
        sums.add(at.getKey(), position, series, state, startsAtTheBeginning);
      }
    }
    return sums.build(history, rules);
  }

  /** Adds partitions up. */
  private static final class Builder {

    private final Map<PartitionState, Integer> states = new EnumMap<>(PartitionState.class);
    private final Map<PartitionState, String> examples = new EnumMap<>(PartitionState.class);
    private final Map<String, Long> topics = new TreeMap<>();
    private long lag;
    private long maxLag;
    private String worst = "";
    private double secondsBehind;
    private int partitions;

    void add(
        TopicPartition partition,
        Position position,
        PartitionSeries series,
        PartitionState state,
        boolean startsAtTheBeginning) {
      // A consumer that starts at the end will never read what is there without a commit.
      long records = position.known() || startsAtTheBeginning ? position.lag() : 0;
      partitions++;
      lag += records;
      topics.merge(partition.topic(), records, Long::sum);
      if (records > maxLag) {
        maxLag = records;
        worst = partition.toString();
      }
      if (position.known() && records > 0 && series.length() > 1) {
        secondsBehind = Math.max(secondsBehind, series.secondsBehind());
      }
      int count = states.merge(state, 1, Integer::sum);
      if (state != PartitionState.OK && count <= EXAMPLES) {
        String one = partition + " (" + position.lag() + " records)";
        examples.merge(state, one, (all, next) -> all + ", " + next);
      }
    }

    LagSummary build(LagHistory history, LagRules rules) {
      PartitionSeries total = history.total();
      int last = total.last();
      boolean known = history.known();
      states.forEach(
          (state, count) -> {
            if (count > EXAMPLES && examples.containsKey(state)) {
              examples.merge(
                  state, "", (all, none) -> all + " and " + (count - EXAMPLES) + " more");
            }
          });
      return new LagSummary(
          known,
          history.span(),
          history.size(),
          partitions,
          Map.copyOf(states),
          Map.copyOf(examples),
          Map.copyOf(topics),
          lag,
          maxLag,
          worst,
          total.length() > 1 || lag == 0 ? secondsBehind : Double.NaN,
          total.end(last) - total.end(0),
          total.committed(last) - total.committed(0),
          known && !total.caughtUp(rules.allowedLag()) && rules.growing(total),
          total.caughtUp(rules.allowedLag()));
    }
  }

  /** The topics by name, for the metrics. */
  List<Map.Entry<String, Long>> byTopic() {
    return topics.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
