package com.holdwall.resilience.dlq.redrive;

import java.time.Instant;
import java.util.Arrays;
import java.util.function.Predicate;

/** Chooses letters; to be combined by {@link Predicate#and}. Stateless. */
public final class LetterFilter {

  private LetterFilter() {}

  /** {@return the filter that takes all} */
  public static Predicate<Letter> all() {
    return letter -> true;
  }

  /**
   * Letters of one exception.
   *
   * @param className the exception's full class name
   * @return the filter
   */
  public static Predicate<Letter> exception(String className) {
    return letter ->
        letter.info().filter(info -> info.exceptionClass().equals(className)).isPresent();
  }

  /**
   * Letters of one source topic.
   *
   * @param topic the topic
   * @return the filter
   */
  public static Predicate<Letter> source(String topic) {
    return letter -> letter.info().filter(info -> info.topic().equals(topic)).isPresent();
  }

  /**
   * Letters with a header.
   *
   * @param name the header's name
   * @param text its value as UTF-8
   * @return the filter
   */
  public static Predicate<Letter> header(String name, String text) {
    return letter ->
        letter.headers().stream()
            .anyMatch(header -> header.name().equals(name) && text.equals(header.text()));
  }

  /**
   * Letters of a time.
   *
   * @param from the first moment
   * @param to the moment after the last
   * @return the filter
   */
  public static Predicate<Letter> between(Instant from, Instant to) {
    return letter -> !letter.time().isBefore(from) && letter.time().isBefore(to);
  }

  /**
   * Letters of a key.
   *
   * @param key the key's bytes
   * @return the filter
   */
  public static Predicate<Letter> key(byte[] key) {
    byte[] wanted = key.clone();
    return letter -> Arrays.equals(letter.key(), wanted);
  }

  /**
   * Letters of a partition's stretch.
   *
   * @param partition the partition of the dead-letter topic
   * @param from the first offset
   * @param to the offset after the last
   * @return the filter
   */
  public static Predicate<Letter> offsets(int partition, long from, long to) {
    return letter ->
        letter.partition() == partition && letter.offset() >= from && letter.offset() < to;
  }
}
