package com.holdwall.probes.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/**
 * What one look at a group showed.
 *
 * @param state the group's state; DEAD if the broker knows no such group
 * @param members how many members it has
 * @param membership whether its members join; without, consumers assign partitions to themselves
 * @param positions every partition of the group's topics that has a leader
 * @param leaderless how many have none
 * @param deadLetters the dead letter topic's partitions
 */
record GroupView(
    GroupState state,
    int members,
    boolean membership,
    Map<TopicPartition, Position> positions,
    int leaderless,
    DeadLetters deadLetters) {

  private static final Set<GroupState> REBALANCING =
      Set.of(
          GroupState.PREPARING_REBALANCE,
          GroupState.COMPLETING_REBALANCE,
          GroupState.ASSIGNING,
          GroupState.RECONCILING);

  /**
   * The dead letter topic.
   *
   * @param exists whether there is one
   * @param depth records that are stored in it: end less beginning
   * @param end records that ever came into it
   */
  record DeadLetters(boolean exists, long depth, long end) {

    static final DeadLetters NONE = new DeadLetters(false, 0, 0);
  }

  boolean rebalancing() {
    return REBALANCING.contains(state);
  }
}
