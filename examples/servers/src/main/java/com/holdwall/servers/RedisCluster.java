package com.holdwall.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Six real Redis nodes: three masters with the slots shared out among them, each with a replica. A
 * node counts as failed after half a second. Thread-safe.
 */
public final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "cluster-enabled", "yes",
          "cluster-node-timeout", "500",
          "cluster-replica-validity-factor", "0",
          "appendonly", "no",
          "save", "");

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Starts six nodes and joins them.
   *
   * @return a cluster whose state is ok, to be closed
   * @throws ServerException if that takes longer than 30 s
   */
  public static RedisCluster launch() {
    List<RedisServer> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * MASTERS; i++) {
        nodes.add(RedisServer.launch(SETTINGS));
      }
      RedisCluster cluster = new RedisCluster(nodes);
      cluster.join(Deadline.in(START_TIMEOUT));
      return cluster;
    } catch (RuntimeException e) {
      nodes.forEach(RedisServer::close);
      throw e;
    }
  }

  private void join(Deadline deadline) {
    String first = Integer.toString(nodes.get(0).port());
    for (RedisServer node : nodes) {
      node.command("CLUSTER", "MEET", Loopback.HOST, first);
    }
    for (int i = 0; i < MASTERS; i++) {
      List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = i * SLOTS / MASTERS; slot < (i + 1) * SLOTS / MASTERS; slot++) {
        command.add(Integer.toString(slot));
      }
      nodes.get(i).command(command.toArray(String[]::new));
    }
    deadline.await("every node knowing all nodes", () -> all("cluster_known_nodes:6"));
    for (int i = 0; i < MASTERS; i++) {
      String master = nodes.get(i).command("CLUSTER", "MYID");
      RedisServer replica = nodes.get(MASTERS + i);
      deadline.await("a replica", () -> replicates(replica, master));
    }
    deadline.await("the cluster's state ok", () -> all("cluster_state:ok"));
    deadline.await("the replicas being linked", this::linked);
  }

  private static boolean replicates(RedisServer replica, String master) {
    try {
      return replica.command("CLUSTER", "REPLICATE", master).equals("OK");
    } catch (ServerException notKnownYet) {
      return false;
    }
  }

  private boolean linked() {
    return nodes.subList(MASTERS, nodes.size()).stream()
        .allMatch(node -> node.command("INFO", "replication").contains("master_link_status:up"));
  }

  private boolean all(String line) {
    return nodes.stream().allMatch(node -> node.command("CLUSTER", "INFO").contains(line));
  }

  /**
   * {@return the nodes; when started, the first three are masters, and the fourth is the first's
   * replica}
   */
  public List<RedisServer> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
