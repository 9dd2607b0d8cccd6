package com.holdwall.probes.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A cluster as one of its nodes sees it. Immutable.
 *
 * @param state {@code ok} or {@code fail}
 * @param slotsOk how many of the 16384 slots a live master serves
 * @param nodes how many nodes there are
 * @param failed the addresses of the nodes that have failed, or are thought to
 */
record ClusterView(String state, long slotsOk, int nodes, List<String> failed) {

  static final int SLOTS = 16_384;

  ClusterView {
    failed = List.copyOf(failed);
  }

  /** From the answers to CLUSTER INFO and CLUSTER NODES. */
  static ClusterView parse(String info, String nodes) {
    RedisInfo values = RedisInfo.parse(info);
    List<String> failed = new ArrayList<>();
    int count = 0;
    for (String line : nodes.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length >= 3) {
        count++;
        Set<String> flags = Set.copyOf(Arrays.asList(fields[2].split(",", -1)));
        if (flags.contains("fail") || flags.contains("fail?")) {
          failed.add(fields[1].split("@", 2)[0]);
        }
      }
    }
    return new ClusterView(
        values.text("cluster_state"), values.number("cluster_slots_ok", 0), count, failed);
  }

  boolean down() {
    return !state.equals("ok") || slotsOk < SLOTS;
  }

  String words() {
    return "cluster state "
        + state
        + ", "
        + slotsOk
        + " of "
        + SLOTS
        + " slots served, "
        + failed.size()
        + " of "
        + nodes
        + " nodes failed";
  }
}
