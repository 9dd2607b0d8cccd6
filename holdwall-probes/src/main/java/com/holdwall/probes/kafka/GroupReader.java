package com.holdwall.probes.kafka;

import com.holdwall.probes.kafka.GroupView.DeadLetters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Asks for everything about one group in a fixed number of calls: the group and its commits, the
 * topics, then where their partitions end and begin. Not thread-safe.
 */
final class GroupReader {

  private final String group;
  private final Set<String> topics;
  private final Set<String> retryTopics;
  private final String deadLetterTopic;
  private final IsolationLevel isolation;
  private final TopicTable table = new TopicTable();

  GroupReader(
      String group,
      Set<String> topics,
      Set<String> retryTopics,
      String deadLetterTopic,
      IsolationLevel isolation) {
    this.group = group;
    this.topics = topics;
    this.retryTopics = retryTopics;
    this.deadLetterTopic = deadLetterTopic;
    this.isolation = isolation;
  }

  GroupView read(Admin admin, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    KafkaFuture<ConsumerGroupDescription> described = describe(admin, time);
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> commits = commits(admin, time);
    ConsumerGroupDescription description = awaitGroup(described, time);
    Map<TopicPartition, OffsetAndMetadata> committed = awaitCommits(commits, time);
    List<TopicPartition> partitions = new ArrayList<>();
    int leaderless = 0;
    for (TopicDescription topic : table.describe(admin, names(description, committed), time)) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        if (partition.leader() == null || partition.leader().isEmpty()) {
          leaderless++;
        } else {
          partitions.add(new TopicPartition(topic.name(), partition.partition()));
        }
      }
    }
    // After the commits: what is committed meanwhile can only make the lag look larger, never less.
    var ends = offsets(admin, partitions, id -> OffsetSpec.latest(), time);
    var begins = offsets(admin, partitions, this::begin, time);
    return view(description, committed, time.await(begins), time.await(ends), leaderless);
  }

  private KafkaFuture<ConsumerGroupDescription> describe(Admin admin, CallTime time) {
    var options = new DescribeConsumerGroupsOptions().timeoutMs(time.callMillis());
    return Objects.requireNonNull(
        admin.describeConsumerGroups(List.of(group), options).describedGroups().get(group));
  }

  private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> commits(Admin admin, CallTime time) {
    var options = new ListConsumerGroupOffsetsOptions().timeoutMs(time.callMillis());
    return admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata();
  }

  private ConsumerGroupDescription awaitGroup(
      KafkaFuture<ConsumerGroupDescription> described, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return time.await(described);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return dead();
      }
      throw e;
    }
  }

  private ConsumerGroupDescription dead() {
    return new ConsumerGroupDescription(
        group,
        false,
        List.of(),
        "",
        GroupType.CLASSIC,
        GroupState.DEAD,
        Node.noNode(),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Map<TopicPartition, OffsetAndMetadata> awaitCommits(
      KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> commits, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return time.await(commits);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw e;
    }
  }

  private Set<String> names(
      ConsumerGroupDescription description, Map<TopicPartition, OffsetAndMetadata> committed) {
    Set<String> names = new HashSet<>(topics);
    committed.keySet().forEach(partition -> names.add(partition.topic()));
    description
        .members()
        .forEach(
            member -> member.assignment().topicPartitions().forEach(p -> names.add(p.topic())));
    names.addAll(retryTopics);
    if (!deadLetterTopic.isEmpty()) {
      names.add(deadLetterTopic);
    }
    return names;
  }

  /** The first record since 1970 is the first one there is, and is told with its time. */
  private OffsetSpec begin(TopicPartition id) {
    return id.topic().equals(deadLetterTopic) ? OffsetSpec.forTimestamp(0) : OffsetSpec.earliest();
  }

  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
      Admin admin,
      List<TopicPartition> partitions,
      Function<TopicPartition, OffsetSpec> which,
      CallTime time) {
    if (partitions.isEmpty()) {
      return KafkaFuture.completedFuture(Map.of());
    }
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which.apply(partition)));
    var options = new ListOffsetsOptions(isolation);
    options.timeoutMs(time.callMillis());
    return admin.listOffsets(wanted, options).all();
  }

  private GroupView view(
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
      if (end.getKey().topic().equals(deadLetterTopic)) {
        dead = dead.and(begin, position.end());
      } else if (retryTopics.contains(end.getKey().topic())) {
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
