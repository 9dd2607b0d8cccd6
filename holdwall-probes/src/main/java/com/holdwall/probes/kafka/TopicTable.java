package com.holdwall.probes.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions of topics, asked by the topics' ids: that is one request however many partitions
 * there are, while asking by name takes one for each 2,000. Not thread-safe.
 */
final class TopicTable {

  private final Map<String, Uuid> ids = new HashMap<>();

  /** The topics of these names; those that do not exist, or may not be seen, are not among them. */
  List<TopicDescription> describe(Admin admin, Set<String> names, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (!ids.keySet().containsAll(names)) {
      list(admin, time);
    }
    Set<Uuid> wanted = new HashSet<>();
    for (String name : names) {
      Uuid id = ids.get(name);
      if (id != null) {
        wanted.add(id);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(time.callMillis());
    return existing(
        admin.describeTopics(TopicCollection.ofTopicIds(wanted), options).topicIdValues().values(),
        time);
  }

  private void list(Admin admin, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    ListTopicsOptions options = new ListTopicsOptions().timeoutMs(time.callMillis());
    ids.clear();
    for (TopicListing topic : time.await(admin.listTopics(options).listings())) {
      ids.put(topic.name(), topic.topicId());
    }
  }

  private List<TopicDescription> existing(
      Collection<KafkaFuture<TopicDescription>> answers, CallTime time)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<TopicDescription> topics = new ArrayList<>();
    for (KafkaFuture<TopicDescription> answer : answers) {
      try {
        topics.add(time.await(answer));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof ApiException gone) || !deleted(gone)) {
          throw e;
        }
        // Deleted since, and perhaps made anew with another id: the next check looks again.
        ids.clear();
      }
    }
    return topics;
  }

  private static boolean deleted(ApiException e) {
    return e instanceof InvalidTopicException
        || e instanceof UnknownTopicIdException
        || e instanceof UnknownTopicOrPartitionException;
  }
}
