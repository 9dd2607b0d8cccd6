package com.holdwall.example.reference;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.RetryBudget;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The value of a setting as a person would write it, with its unit. Stateless. */
final class DefaultText {

  private static final long MEBI = 1L << 20;
  private static final long GIBI = 1L << 30;
  private static final Set<Object> EMPTY = Set.of("", OptionalLong.empty(), Optional.empty());
  private static final String NONE = "none";

  private DefaultText() {}

  /**
   * Writes a value.
   *
   * @param name the setting's; one that ends with Nanos holds a time
   * @param factories where a constant such as {@code Aggregation.worst()} may come from
   */
  static String of(String name, @Nullable Object value, List<Class<?>> factories) {
    if (value == null || EMPTY.contains(value)) {
      return NONE;
    }
    if (value instanceof Long nanos && name.endsWith("Nanos")) {
      return nanos == 0 ? NONE : nanos == Long.MAX_VALUE ? "never" : time(Duration.ofNanos(nanos));
    }
    return plain(value).orElseGet(() -> constant(name, value, factories));
  }

  private static Optional<String> plain(Object value) {
    if (value instanceof Duration duration) {
      return Optional.of(time(duration));
    }
    if (value instanceof Number number) {
      return Optional.of(number(number));
    }
    if (value instanceof Boolean on) {
      return Optional.of(on ? "on" : "off");
    }
    if (value instanceof String || value instanceof Path) {
      return Optional.of("`" + value + "`");
    }
    if (value instanceof Enum<?> constant
        && Modifier.isPublic(constant.getDeclaringClass().getModifiers())) {
      return Optional.of("`" + constant.name() + "`");
    }
    if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
      return Optional.of(
          all(value instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) value));
    }
    return ours(value);
  }

  private static Optional<String> ours(Object value) {
    if (value instanceof Backoff wait) {
      String jitter = wait.jitter().name().toLowerCase(Locale.ROOT);
      return Optional.of(
          time(wait.base()) + ", doubled up to " + time(wait.cap()) + ", " + jitter + " jitter");
    }
    if (value instanceof ProbeSettings settings) {
      return Optional.of(
          "every " + time(settings.interval()) + ", deadline " + time(settings.deadline()));
    }
    if (value instanceof RetryBudget budget) {
      return Optional.of("one of its own, " + budget.capacity() + " tokens");
    }
    if (value instanceof Clock) {
      return Optional.of("the system's clock");
    }
    if (value == ForkJoinPool.commonPool()) {
      return Optional.of("`ForkJoinPool.commonPool()`");
    }
    return value instanceof Record record ? Optional.of(record(record)) : Optional.empty();
  }

  private static String all(Collection<?> values) {
    return values.isEmpty()
        ? NONE
        : values.stream().map(each -> "`" + each + "`").sorted().collect(Collectors.joining(", "));
  }

  /** The components of a record, each with its value. */
  static String record(Record record) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .map(each -> each.getName() + " " + of(each.getName(), read(record, each), List.of()))
        .collect(Collectors.joining("; "));
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      String text = String.format(Locale.ROOT, "%s", number);
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    long whole = number.longValue();
    if (whole >= GIBI && whole % GIBI == 0) {
      return whole / GIBI + " GiB";
    }
    if (whole >= MEBI && whole % MEBI == 0) {
      return whole / MEBI + " MiB";
    }
    return String.format(Locale.ROOT, "%,d", whole);
  }

  static String time(Duration time) {
    if (time.isZero()) {
      return "0 s";
    }
    if (time.toMillis() % 1_000 != 0) {
      return time.toMillis() + " ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + " d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + " h";
    }
    return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String constant(String name, Object value, List<Class<?>> factories) {
    return factories.stream()
        .flatMap(DefaultText::makers)
        .filter(maker -> gives(maker, value))
        .map(
            maker ->
                "`" + maker.getDeclaringClass().getSimpleName() + "." + maker.getName() + "()`")
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no text for " + name + " of " + value.getClass()));
  }

  private static Stream<Method> makers(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(each -> Modifier.isStatic(each.getModifiers()) && each.getParameterCount() == 0)
        .sorted((a, b) -> a.getName().compareTo(b.getName()));
  }

  /** Some give the same object each time; others an equal one, or one of the same hidden class. */
  private static boolean gives(Method maker, Object value) {
    try {
      Object made = maker.invoke(null);
      return made != null && (made.equals(value) || made.getClass() == value.getClass());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(maker + " failed", e);
    }
  }
}
