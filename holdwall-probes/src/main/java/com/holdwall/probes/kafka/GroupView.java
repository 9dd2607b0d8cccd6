package com.holdwall.probes.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
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
 * @param waiting records in retry topics that wait for their next attempt
 */
record GroupView(
    GroupState state,
    int members,
    boolean membership,
    Map<TopicPartition, Position> positions,
    int leaderless,
    DeadLetters deadLetters,
    long waiting) {

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
   * @param oldestMillis when the oldest of those that are stored came, in milliseconds since 1970;
   *     {@link Long#MAX_VALUE} if it is empty
   */
  record DeadLetters(boolean exists, long depth, long end, long oldestMillis) {

    static final DeadLetters NONE = new DeadLetters(false, 0, 0, Long.MAX_VALUE);

    /** With one more partition; its first record has the offset -1 if there is none. */
    DeadLetters and(ListOffsetsResultInfo first, long partitionEnd) {
      boolean empty = first.offset() < 0;
      return new DeadLetters(
          true,
          depth + (empty ? 0 : partitionEnd - first.offset()),
          end + partitionEnd,
          empty ? oldestMillis : Math.min(oldestMillis, first.timestamp()));
    }

    /** How old the oldest is, in seconds; 0 if the topic is empty. */
    double oldestSeconds(long nowMillis) {
      return oldestMillis == Long.MAX_VALUE ? 0 : Math.max(0, nowMillis - oldestMillis) / 1e3;
    }
  }

  boolean rebalancing() {
    return REBALANCING.contains(state);
  }
}
