package com.holdwall.probes.kafka;

import com.holdwall.probes.kafka.GroupView.DeadLetters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What topics are for: a group reads some, and some hold what waits for its next attempt or was
 * given up. Immutable.
 *
 * @param read topics that the group should read; its members and commits may add others
 * @param retries topics in which records wait for their next attempt
 * @param deadLetters the topic of the dead letters; empty if there is none
 */
record TopicRoles(Set<String> read, Set<String> retries, String deadLetters) {

  TopicRoles {
    read = Set.copyOf(read);
    retries = Set.copyOf(retries);
  }

  /** What is to be looked at: those of its members and of its commits, and those that are named. */
  Set<String> names(ConsumerGroupDescription description, Set<TopicPartition> committed) {
    Set<String> names = new HashSet<>(read);
    committed.forEach(partition -> names.add(partition.topic()));
    description
        .members()
        .forEach(
            member -> member.assignment().topicPartitions().forEach(p -> names.add(p.topic())));
    names.addAll(retries);
    if (!deadLetters.isEmpty()) {
      names.add(deadLetters);
    }
    return names;
  }

  /** The first record since 1970 is the first one there is, and is told with its time. */
  OffsetSpec begin(TopicPartition id) {
    return id.topic().equals(deadLetters) ? OffsetSpec.forTimestamp(0) : OffsetSpec.earliest();
  }

  /** Each partition by what its topic is for. */
  GroupView view(
      ConsumerGroupDescription description,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> begins,
      Map<TopicPartition, ListOffsetsResultInfo> ends,
      int leaderless) {
    Map<TopicPartition, Position> positions = new HashMap<>();
    DeadLetters dead = DeadLetters.NONE;
    long waiting = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
      ListOffsetsResultInfo begin = begins.get(end.getKey());
      if (begin == null) {
        continue;
      }
      OffsetAndMetadata commit = committed.get(end.getKey());
      long offset = commit == null ? Position.NONE : commit.offset();
      Position position = new Position(offset, begin.offset(), end.getValue().offset());
      if (end.getKey().topic().equals(deadLetters)) {
        dead = dead.and(begin, position.end());
      } else if (retries.contains(end.getKey().topic())) {
        waiting += position.end() - Math.max(position.begin(), offset);
      } else {
        positions.put(end.getKey(), position);
      }
    }
    return new GroupView(
        description.groupState(),
        description.members().size(),
        !description.isSimpleConsumerGroup(),
        positions,
        leaderless,
        dead,
        waiting);
  }
}
