package com.holdwall.example.redrive;

import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.LetterFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. Immutable.
 *
 * @param command list, show or run
 * @param values the options by name, without their dashes; the last of a name wins
 * @param headers the values of {@code --header}, which may be given several times
 * @param execute whether letters are really put back
 */
record RedriveOptions(
    String command, Map<String, String> values, List<String> headers, boolean execute) {

  static final String USAGE =
      """
      list --brokers HOST:PORT --topic DEAD_LETTERS [--max 20] [FILTER…]
      show --brokers HOST:PORT --topic DEAD_LETTERS --letter PARTITION-OFFSET
      run  --brokers HOST:PORT --topic DEAD_LETTERS --to SOURCE[,SOURCE…] [FILTER…]
           [--rate 50] [--max-replays 3] [--task NAME] [--operator NAME] [--execute]
      FILTER: --exception CLASS | --source TOPIC | --key TEXT | --header NAME=TEXT
              --from INSTANT | --until INSTANT
      --config FILE: more settings of the Kafka clients, such as passwords, as a properties file
      Without --execute, run says what it would do and writes nothing.
      """;

  private static final Set<String> COMMANDS = Set.of("list", "show", "run");

  private static final Set<String> NAMES =
      Set.of(
          "brokers",
          "topic",
          "config",
          "max",
          "letter",
          "to",
          "rate",
          "max-replays",
          "task",
          "operator",
          "exception",
          "source",
          "key",
          "from",
          "until");

  RedriveOptions {
    values = Map.copyOf(values);
    headers = List.copyOf(headers);
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if one is unknown or incomplete
   */
  static RedriveOptions parse(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    String command = left.isEmpty() ? "" : left.removeFirst();
    if (!COMMANDS.contains(command)) {
      throw new IllegalArgumentException(
          "the first argument must be list, show or run, but is '" + command + "'");
    }
    Map<String, String> values = new HashMap<>();
    List<String> headers = new ArrayList<>();
    boolean execute = false;
    while (!left.isEmpty()) {
      String name = left.removeFirst();
      if (name.equals("--execute") && command.equals("run")) {
        execute = true;
      } else if (name.equals("--header")) {
        headers.add(value(name, left));
      } else if (name.startsWith("--") && NAMES.contains(name.substring(2))) {
        values.put(name.substring(2), value(name, left));
      } else {
        throw new IllegalArgumentException(command + " knows no " + name);
      }
    }
    return new RedriveOptions(command, values, headers, execute);
  }

  private static String value(String name, Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return left.removeFirst();
  }

  String required(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(command + " needs --" + name);
    }
    return value;
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  @Nullable String optional(String name) {
    return values.get(name);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a number, but is " + value, e);
    }
  }

  /** All filters at once. */
  Predicate<Letter> filter() {
    Predicate<Letter> all = LetterFilter.all();
    if (values.containsKey("exception")) {
      all = all.and(LetterFilter.exception(required("exception")));
    }
    if (values.containsKey("source")) {
      all = all.and(LetterFilter.source(required("source")));
    }
    if (values.containsKey("key")) {
      all =
          all.and(
              LetterFilter.key(required("key").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    for (String header : headers) {
      int equals = header.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("--header must be NAME=TEXT");
      }
      all = all.and(LetterFilter.header(header.substring(0, equals), header.substring(equals + 1)));
    }
    return all.and(
        LetterFilter.between(instant("from", Instant.MIN), instant("until", Instant.MAX)));
  }

  private Instant instant(String name, Instant otherwise) {
    String value = values.get(name);
    try {
      return value == null ? otherwise : Instant.parse(value);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--" + name + " must be an instant, such as 2026-01-31T08:00:00Z, but is " + value, e);
    }
  }

  /** The one letter of {@code show}. */
  Predicate<Letter> letter() {
    String[] parts = required("letter").split("-", -1);
    try {
      long offset = Long.parseLong(parts[parts.length - 1]);
      if (parts.length == 2) {
        return LetterFilter.offsets(Integer.parseInt(parts[0]), offset, offset + 1);
      }
    } catch (NumberFormatException e) {
      throw notALetter(e);
    }
    throw notALetter(null);
  }

  private IllegalArgumentException notALetter(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "--letter must be PARTITION-OFFSET, such as 0-17, but is " + values.get("letter"), cause);
  }
}
