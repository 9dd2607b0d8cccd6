package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The producer of the transactions; a new one replaces one that is beyond repair. Every call waits
 * for {@code max.block.ms} at most. Belongs to the poll thread.
 */
final class TransactionalProducer implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<Producer<byte[], byte[]>> factory;
  private @Nullable Producer<byte[], byte[]> present;

  TransactionalProducer(Supplier<Producer<byte[], byte[]>> factory) {
    this.factory = factory;
  }

  /**
   * The producer, ready to begin a transaction. A new one first settles what its predecessor left
   * behind: committed if that had begun to commit, and else aborted.
   *
   * @throws KafkaException if the broker does not let it, or does not answer
   */
  Producer<byte[], byte[]> ready() {
    Producer<byte[], byte[]> producer = present;
    if (producer == null) {
      producer = factory.get();
      try {
        producer.initTransactions();
      } catch (RuntimeException thrown) {
        producer.close(Duration.ZERO);
        throw thrown;
      }
      present = producer;
    }
    return producer;
  }

  /** Aborts what was begun. A producer that cannot even do that is given up. */
  void abort() {
    Producer<byte[], byte[]> broken = present;
    if (broken == null) {
      return;
    }
    try {
      broken.abortTransaction();
    } catch (KafkaException | IllegalStateException beyondRepair) {
      present = null;
      broken.close(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    Producer<byte[], byte[]> last = present;
    present = null;
    if (last != null) {
      last.close(CLOSE_TIMEOUT);
    }
  }
}
