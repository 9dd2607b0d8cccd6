package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A worker that looks often and gives its leases up soon, and what it has processed. */
abstract class WorkerOnDatabase extends QueueOnDatabase {

  static final String TOPIC = "orders";

  final ConcurrentLinkedQueue<String> processed = new ConcurrentLinkedQueue<>();

  ReliableWorkerBuilder builder() {
    return queue
        .worker("billing")
        .topics(TOPIC)
        .pollInterval(ofMillis(20))
        .lease(ofSeconds(2))
        .outage(20, new Backoff(ofMillis(50), ofMillis(200), Jitter.EQUAL))
        .guard(guard(3));
  }

  static Guard guard(int attempts) {
    return Guard.named("billing").retry(Backoff.exponential(ofMillis(10)), attempts).build();
  }

  void send(String key, String... values) throws SQLException {
    for (String value : values) {
      queue.send(Message.text(TOPIC, key, value));
    }
  }

  static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
    await().pollInterval(ofMillis(10)).atMost(ofSeconds(60)).until(condition);
  }
}
