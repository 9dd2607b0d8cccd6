package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.Compatibility;
import com.holdwall.resilience.dlq.CompatibilityHeaders;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.Stage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Makes what is sent out of a record: its outputs, its copy for a retry topic, its dead letter. */
final class Parcels {

  private final TopicNames names;
  private final RetryTopics retries;
  private final Set<Compatibility> compatibility;
  private final Clock clock;

  Parcels(TopicNames names, RetryTopics retries, Set<Compatibility> compatibility, Clock clock) {
    this.names = names;
    this.retries = retries;
    this.compatibility = Set.copyOf(compatibility);
    this.clock = clock;
  }

  Parcel outputs(InFlight item) {
    return new Parcel(
        Parcel.Kind.OUTPUTS,
        item.outputs,
        () ->
            deadLetter(
                item, new OutputTooLargeException(item.outputs.get(0).topic()), Stage.SERIALIZE),
        null);
  }

  /** Whether a record has a retry topic to go to. */
  boolean hasRetry(InFlight item) {
    return item.partition.step < retries.steps();
  }

  Parcel retry(InFlight item, Throwable thrown) {
    int step = item.partition.step + 1;
    long due = clock.millis() + retries.delay(step).toMillis();
    String topic = names.retryTopic(item.topic(), retries.delay(step));
    ProducerRecord<byte[], byte[]> copy =
        new ProducerRecord<>(
            topic,
            null,
            null,
            item.raw.key(),
            item.raw.value(),
            RetryHeaders.write(item, firstFailure(item), due));
    return new Parcel(
        Parcel.Kind.RETRY, List.of(copy), () -> deadLetter(item, thrown, Stage.PROCESS), thrown);
  }

  Parcel deadLetter(InFlight item, Throwable thrown, Stage stage) {
    DeadLetterInfo info =
        DeadLetterInfo.of(
            item,
            names.group(),
            Math.max(1, item.origin().attempts() + item.attempts),
            thrown,
            stage,
            firstFailure(item),
            clock.instant());
    return deadLetter(item, thrown, info);
  }

  private Parcel deadLetter(InFlight item, Throwable thrown, DeadLetterInfo info) {
    boolean pointer = info.disposition() == Disposition.POINTER;
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            names.deadLetterTopic(item.topic()),
            null,
            null,
            pointer ? null : item.raw.key(),
            pointer ? null : item.raw.value(),
            headers(item, info));
    return new Parcel(
        info.disposition() == Disposition.COMPLETE
            ? Parcel.Kind.DEAD_LETTER
            : Parcel.Kind.DEGRADED_LETTER,
        List.of(letter),
        pointer ? null : () -> deadLetter(item, thrown, info.as(info.disposition().smaller())),
        thrown);
  }

  private Instant firstFailure(InFlight item) {
    Instant first = item.firstFailure;
    return first == null ? clock.instant() : first;
  }

  private List<Header> headers(InFlight item, DeadLetterInfo info) {
    List<RawHeader> extra = new ArrayList<>();
    if (info.disposition().compareTo(Disposition.MINIMAL) < 0) {
      for (Compatibility style : compatibility) {
        extra.addAll(CompatibilityHeaders.write(style, info, item.timestampMillis()));
      }
    }
    if (info.disposition() == Disposition.POINTER) {
      extra.addAll(digest("key", item.raw.key()));
      extra.addAll(digest("value", item.raw.value()));
    }
    // single-valued: consoles collapse names that repeat
    Set<String> replaced = new HashSet<>();
    extra.forEach(header -> replaced.add(header.name()));
    List<RawHeader> originals =
        item.headers().stream().filter(header -> !replaced.contains(header.name())).toList();
    List<Header> headers = new ArrayList<>();
    DeadLetterHeaders.write(info, originals).forEach(header -> headers.add(kafka(header)));
    extra.forEach(header -> headers.add(kafka(header)));
    return headers;
  }

  static Header kafka(RawHeader header) {
    return new RecordHeader(header.name(), header.value());
  }

  private static List<RawHeader> digest(String what, byte @Nullable [] bytes) {
    if (bytes == null) {
      return List.of();
    }
    String prefix = DeadLetterHeaders.PREFIX + what;
    return List.of(
        RawHeader.text(prefix + ".bytes", Integer.toString(bytes.length)),
        RawHeader.text(prefix + ".sha256", sha256(bytes)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
