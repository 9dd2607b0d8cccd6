package com.holdwall.benchmarks.dlq;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import com.holdwall.resilience.dlq.kafka.TopicPolicy;
import java.time.Duration;
import java.util.Map;

/**
 * {@link ReliableConsumer}.
 *
 * @param workers how many records it processes at once
 */
record Ours(int workers) implements Contender {

  @Override
  public String name() {
    return "ReliableConsumer x" + workers;
  }

  @Override
  public AutoCloseable start(Run run) {
    Duration wait = Duration.ofMillis(RETRY_MILLIS);
    return ReliableConsumer.builder(run.group(), Map.of("bootstrap.servers", run.bootstrap()))
        .topics(run.topic(), run.trickle())
        .deadLetterTopic(run.deadLetters())
        .topicPolicy(TopicPolicy.trust())
        .producerSettings(Map.of("linger.ms", 0))
        .concurrency(workers)
        .guard(
            Guard.named("benchmark")
                .retry(new Backoff(wait, wait, Jitter.EQUAL), ATTEMPTS)
                .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
                .build())
        .build(RecordReader.bytes(), delivery -> run.work().handle(delivery.required()))
        .start();
  }
}
