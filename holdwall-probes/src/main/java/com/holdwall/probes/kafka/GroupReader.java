package com.holdwall.probes.kafka;

import java.util.ArrayList;
import java.util.HashMap;
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
  private final TopicRoles topics;
  private final IsolationLevel isolation;
  private final TopicTable table = new TopicTable();

  GroupReader(String group, TopicRoles topics, IsolationLevel isolation) {
    this.group = group;
    this.topics = topics;
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
    for (TopicDescription topic :
        table.describe(admin, topics.names(description, committed.keySet()), time)) {
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
    var begins = offsets(admin, partitions, topics::begin, time);
    return topics.view(description, committed, time.await(begins), time.await(ends), leaderless);
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
}
