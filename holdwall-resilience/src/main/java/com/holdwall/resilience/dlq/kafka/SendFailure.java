package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a failed send means for an operator, and for the producer. Stateless. */
final class SendFailure {

  private SendFailure() {}

  static void raise(Notices notices, String topic, Throwable thrown) {
    if (thrown instanceof AuthorizationException) {
      notices.raise(
          Kind.NOT_AUTHORIZED,
          topic,
          "The broker does not let this service write to topic "
              + topic
              + ": the records are kept.");
    } else if (missing(thrown)) {
      notices.raise(
          Kind.TOPIC_MISSING, topic, "Topic " + topic + " does not exist: the records are kept.");
    } else {
      notices.raise(
          Kind.SEND_FAILING,
          topic,
          "Topic "
              + topic
              + " does not acknowledge ("
              + thrown.getClass().getSimpleName()
              + "): the records are kept and sent again.");
    }
  }

  /** The producer waits for a topic's metadata and then only says that it timed out. */
  private static boolean missing(Throwable thrown) {
    String message = thrown.getMessage();
    return thrown instanceof UnknownTopicOrPartitionException
        || thrown instanceof InvalidTopicException
        || (message != null && message.contains("not present in metadata"));
  }

  /** Whether a producer may be of no use any more after this. */
  static boolean breaksProducer(Throwable thrown) {
    return !(thrown instanceof RetriableException)
        && !(thrown instanceof org.apache.kafka.common.errors.RecordTooLargeException)
        && !(thrown instanceof TopicAuthorizationException)
        && !(thrown instanceof InvalidTopicException);
  }
}
