package com.holdwall.probes.kafka;

/**
 * What a service's own handlers have counted since its start. A consumer that swallows the errors
 * of its handlers commits every offset: its lag stays 0 while every record is lost, and only the
 * handlers know. {@link RecordStatistics} is one; with a meter that the service has already:
 *
 * <pre>{@code
 * Counter errors = meters.counter("kafka_message_processing_errors");
 * builder.processing(() -> new ProcessingStatistics.Counts(0, (long) errors.count(), 0));
 * }</pre>
 *
 * <p>Thread-safe; must not block.
 */
@FunctionalInterface
public interface ProcessingStatistics {

  /**
   * Counts at one moment. Immutable.
   *
   * @param processed records that a handler was given; only grows until a restart. 0 where nobody
   *     counts: the progress of the offsets is taken instead
   * @param failed of them, those whose handler failed; only grows until a restart
   * @param retried of them, those that the service had sent back itself, to be tried again: they
   *     bear a {@code retry-count}; only grows until a restart
   */
  record Counts(long processed, long failed, long retried) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Counts {
      if (processed < 0 || failed < 0 || retried < 0) {
        throw new IllegalArgumentException(
            "counts must be 0 or more, but are " + processed + ", " + failed + ", " + retried);
      }
    }

    boolean before(Counts later) {
      return processed <= later.processed && failed <= later.failed && retried <= later.retried;
    }

    Counts since(Counts earlier) {
      return new Counts(
          processed - earlier.processed, failed - earlier.failed, retried - earlier.retried);
    }
  }

  /** {@return the counts now} */
  Counts counts();
}
