package com.holdwall.probes.redis;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Puts what the server said of itself into readings, one for each {@link RedisFinding} about it, in
 * its order. How well it serves comes after that: {@link CacheReadings}.
 */
final class RedisReadings {

  /** What the server said of itself. */
  record Answer(Duration ping, RedisInfo info, Optional<ClusterView> cluster) {}

  private static final List<RedisFinding> REACHED =
      List.of(
          RedisFinding.REFUSED,
          RedisFinding.REJECTED,
          RedisFinding.UNREACHABLE,
          RedisFinding.LOADING,
          RedisFinding.NO_MASTER);

  private static final String NO_CLUSTER = "the server is not part of a cluster";

  private final RedisProbeBuilder settings;
  private final Readings readings;

  RedisReadings(RedisProbeBuilder settings, Readings readings) {
    this.settings = settings;
    this.readings = readings;
  }

  /** The server answered. */
  void answered(Answer answer) {
    REACHED.forEach(finding -> reach(finding, false, ""));
    RedisInfo info = answer.info();
    clusterDown(answer.cluster());
    role(info);
    memory(info);
    clusterDegraded(answer.cluster());
    persistence(info);
    replication(info);
  }

  /** It did not, for this reason. */
  void failed(RedisFinding found, String words) {
    for (RedisFinding finding : RedisFinding.values()) {
      if (finding == found) {
        reach(finding, true, words);
      } else if (REACHED.contains(finding)) {
        reach(finding, false, "");
      } else if (finding.compareTo(RedisFinding.HIT_RATIO_DROPPED) < 0) {
        readings.unknown(finding, "the server did not answer");
      }
    }
  }

  private void reach(RedisFinding finding, boolean found, String words) {
    readings.add(
        finding,
        measured("failed attempts", found ? 1 : 0, Comparison.AT_LEAST, 1, "attempts")
            .detail(words));
  }

  /** Without a cluster there is no slot to lose: what cannot be is not there. */
  private void clusterDown(Optional<ClusterView> cluster) {
    // A cluster may say that it is down before it knows which slots are.
    double slots =
        cluster
            .filter(ClusterView::down)
            .map(view -> Math.max(1.0, (double) (ClusterView.SLOTS - view.slotsOk())))
            .orElse(0.0);
    readings.add(
        RedisFinding.CLUSTER_DOWN,
        measured("slots that are not served", slots, Comparison.AT_LEAST, 1, "slots")
            .detail(cluster.map(ClusterView::words).orElse(NO_CLUSTER)));
  }

  private void clusterDegraded(Optional<ClusterView> cluster) {
    List<String> failed = cluster.map(ClusterView::failed).orElse(List.of());
    readings.add(
        RedisFinding.CLUSTER_DEGRADED,
        measured("failed nodes", failed.size(), Comparison.AT_LEAST, 1, "nodes")
            .detail(cluster.isEmpty() ? NO_CLUSTER : String.join(", ", failed)));
  }

  private void role(RedisInfo info) {
    boolean inCluster = info.text("redis_mode").equals("cluster");
    boolean replica = info.text("role").equals("slave") && !inCluster;
    readings.add(
        RedisFinding.READ_ONLY,
        measured("servers that are replicas", replica ? 1 : 0, Comparison.AT_LEAST, 1, "servers")
            .detail(replica ? "the server is a replica of " + info.text("master_host") : ""));
  }

  private void memory(RedisInfo info) {
    long most = info.number("maxmemory", 0);
    boolean evicts = !info.text("maxmemory_policy").equals("noeviction");
    double used = most == 0 || evicts ? 0 : (double) info.number("used_memory", 0) / most;
    readings.add(
        RedisFinding.MEMORY_FULL,
        measured(
                "used memory of the limit, where nothing may be evicted",
                used,
                Comparison.AT_LEAST,
                settings.memoryFullAt,
                "ratio")
            .detail(info.memory()));
  }

  private void persistence(RedisInfo info) {
    int failing =
        (info.text("rdb_last_bgsave_status").equals("err") ? 1 : 0)
            + (info.text("aof_last_write_status").equals("err") ? 1 : 0);
    readings.add(
        RedisFinding.PERSISTENCE_FAILING,
        measured("kinds of persistence that fail", failing, Comparison.AT_LEAST, 1, "kinds")
            .detail(info.persistence()));
  }

  private void replication(RedisInfo info) {
    boolean lost = info.text("master_link_status").equals("down");
    double missing =
        info.text("role").equals("master")
            ? Math.max(0, settings.replicas - info.number("connected_slaves", 0))
            : 0;
    readings.add(
        RedisFinding.REPLICATION_BROKEN,
        measured(
                "links that are missing", missing + (lost ? 1 : 0), Comparison.AT_LEAST, 1, "links")
            .detail(lost ? "the replica has lost its master" : ""));
  }
}
