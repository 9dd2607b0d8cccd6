package com.holdwall.probes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.KafkaServer;
import com.holdwall.servers.ProxyTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * One group with a great many partitions: 1,000 in {@code mvn verify}, 10,000 with {@code -Psoak}.
 * Beside it stands what a request for each partition costs.
 */
class ManyPartitionsTest {

  private static final int PARTITIONS = Boolean.getBoolean("holdwall.soak") ? 10_000 : 1_000;
  private static final int STEP = 1_000;
  private static final int CHECKS = 11;
  private static final String GROUP = "many";
  private static final String TOPIC = "many";

  @Test
  void check_sendsAsMuchAsForThreePartitions() throws Exception {
    // The files of an empty partition would be 20 MB each, sparse: as small as may be.
    try (KafkaServer server = KafkaServer.create(Map.of("log.index.size.max.bytes", "4096"));
        FaultProxy proxy = FaultProxy.to(server.proxiedPort())) {
      server.advertise(proxy.port());
      server.heap(1_536);
      server.start();
      Map<String, Object> config =
          Map.of(
              "bootstrap.servers",
              server.bootstrapServers(proxy.port()),
              "default.api.timeout.ms",
              300_000);
      try (Admin admin = Admin.create(config)) {
        fill(admin);
        Cost batched = batched(admin, proxy);
        Cost single = single(admin, proxy);
        write(batched, single);
        assertThat(batched.requests).isBetween(8.0, 9.0);
        assertThat(single.requests).isGreaterThanOrEqualTo(PARTITIONS);
      }
    }
  }

  /** What one check costs. */
  private record Cost(double requests, double millis, long sent, long received, long heap) {}

  private static void fill(Admin admin) throws Exception {
    admin
        .createTopics(List.of(new NewTopic(TOPIC, STEP, (short) 1)))
        .all()
        .get(120, TimeUnit.SECONDS);
    for (int count = 2 * STEP; count <= PARTITIONS; count += STEP) {
      // The controller takes no more than 10,000 changes at once.
      admin
          .createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(count)))
          .all()
          .get(120, TimeUnit.SECONDS);
    }
    // The controller has it; the broker, which takes the offsets, hears of it a little later.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> partitions(admin) == PARTITIONS);
    Map<TopicPartition, OffsetAndMetadata> some = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      some.put(new TopicPartition(TOPIC, i), new OffsetAndMetadata(0));
      // A commit is one batch of records, and a batch has a limit of 1 MB.
      if (some.size() == STEP) {
        admin.alterConsumerGroupOffsets(GROUP, Map.copyOf(some)).all().get(300, TimeUnit.SECONDS);
        some.clear();
      }
    }
  }

  private static int partitions(Admin admin) throws Exception {
    return admin
        .describeTopics(List.of(TOPIC))
        .allTopicNames()
        .get(120, TimeUnit.SECONDS)
        .values()
        .iterator()
        .next()
        .partitions()
        .size();
  }

  private static Cost batched(Admin admin, FaultProxy proxy) throws Exception {
    ConsumerLagProbeBuilder builder =
        ConsumerLagProbe.builder(admin, GROUP).settings(ProbeSettings.every(Duration.ofSeconds(1)));
    long[] nanos = {0};
    try (ConsumerLagProbe probe =
        builder.nanoTime(() -> nanos[0] += Duration.ofSeconds(30).toNanos()).build()) {
      // The first one finds the coordinator and the topic's id.
      checked(probe);
      long heapBefore = usedHeap();
      ProxyTraffic before = proxy.traffic();
      double requests = ClientMetrics.requests(admin);
      double[] millis = new double[CHECKS];
      for (int i = 0; i < CHECKS; i++) {
        long start = System.nanoTime();
        checked(probe);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
      ProxyTraffic traffic = proxy.traffic().since(before);
      double perCheck = (ClientMetrics.requests(admin) - requests) / CHECKS;
      Arrays.sort(millis);
      return new Cost(
          perCheck,
          millis[CHECKS / 2],
          traffic.bytesFromClients() / CHECKS,
          traffic.bytesToClients() / CHECKS,
          usedHeap() - heapBefore);
    }
  }

  private static void checked(ConsumerLagProbe probe) throws InterruptedException {
    ProbeResult result = probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(60)));
    assertThat(result.steps().toString()).contains(PARTITIONS + " partitions");
  }

  /** What asking for each partition by itself costs, all questions at once. */
  private static Cost single(Admin admin, FaultProxy proxy) throws Exception {
    ProxyTraffic before = proxy.traffic();
    double requests = ClientMetrics.requests(admin);
    long start = System.nanoTime();
    List<KafkaFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      TopicPartition partition = new TopicPartition(TOPIC, i);
      answers.add(admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all());
    }
    for (var answer : answers) {
      answer.get(300, TimeUnit.SECONDS);
    }
    double millis = (System.nanoTime() - start) / 1e6;
    ProxyTraffic traffic = proxy.traffic().since(before);
    return new Cost(
        ClientMetrics.requests(admin) - requests,
        millis,
        traffic.bytesFromClients(),
        traffic.bytesToClients(),
        0);
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void write(Cost batched, Cost single) throws IOException {
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures"))
            .resolve("kafka-" + PARTITIONS + "-partitions.json"),
        String.format(
            Locale.ROOT,
            "{\"partitions\": %d,%n \"check\": %s,%n \"onePerPartition\": %s}%n",
            PARTITIONS,
            json(batched),
            json(single)));
  }

  private static String json(Cost cost) {
    return String.format(
        Locale.ROOT,
        "{\"requests\": %.1f, \"millis\": %.0f, \"bytesSent\": %d, \"bytesReceived\": %d,"
            + " \"heapKept\": %d}",
        cost.requests,
        cost.millis,
        cost.sent,
        cost.received,
        cost.heap);
  }
}
