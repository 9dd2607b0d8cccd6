package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The producer of the letters; a new one replaces one that has failed for good. Thread-safe. */
final class Producers implements AutoCloseable {

  private final Supplier<Producer<byte[], byte[]>> factory;

  // guarded by this
  private @Nullable Producer<byte[], byte[]> present;
  private boolean closed;

  Producers(Supplier<Producer<byte[], byte[]>> factory) {
    this.factory = factory;
  }

  /** Sends a record; whatever happens, the callback is told once: null if it is acknowledged. */
  void send(ProducerRecord<byte[], byte[]> record, Consumer<@Nullable Throwable> callback) {
    Producer<byte[], byte[]> producer;
    try {
      producer = present();
    } catch (RuntimeException thrown) {
      callback.accept(thrown);
      return;
    }
    try {
      var unused =
          producer.send(
              record,
              (metadata, thrown) -> {
                if (thrown != null && SendFailure.breaksProducer(thrown)) {
                  giveUp(producer);
                }
                callback.accept(thrown);
              });
    } catch (RuntimeException thrown) {
      // the callback has not been told: send threw before it took the record
      giveUp(producer);
      callback.accept(thrown);
    }
  }

  private synchronized Producer<byte[], byte[]> present() {
    if (closed) {
      throw new IllegalStateException("the consumer is closed");
    }
    if (present == null) {
      present = factory.get();
    }
    return present;
  }

  private void giveUp(Producer<byte[], byte[]> broken) {
    synchronized (this) {
      if (present != broken) {
        return;
      }
      present = null;
    }
    // may be called by the producer's own thread, which must not wait for itself
    broken.close(Duration.ZERO);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** Waits for what is under way, for at most the given time. */
  void close(Duration timeout) {
    Producer<byte[], byte[]> last;
    synchronized (this) {
      closed = true;
      last = present;
      present = null;
    }
    if (last != null) {
      last.close(timeout);
    }
  }
}
