package com.holdwall.example.reference;

import com.holdwall.probes.Probe;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.RegistryMetrics;
import com.holdwall.probes.metric.SignalFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that the library declares, and which of its sources gives each. Stateless. */
final class MetricFamilies {

  private static final Pattern DECLARES =
      Pattern.compile("static final (MetricFamily|SignalFamily) ");

  private static final Pattern SOURCE = Pattern.compile("class \\w+ implements [^{]*MetricSource");

  private MetricFamilies() {}

  /** The sources of the library. */
  static List<Class<?>> sources() {
    return Library.classesThatSay(SOURCE).stream()
        .filter(MetricSource.class::isAssignableFrom)
        .toList();
  }

  /** The families of each source, by name. */
  static Map<Class<?>, List<MetricFamily>> byGiver() {
    Map<Class<?>, List<MetricFamily>> all =
        new TreeMap<>(Comparator.comparing(Class::getSimpleName));
    for (Class<?> type : Library.classesThatSay(DECLARES)) {
      List<MetricFamily> declared = declared(type);
      if (!declared.isEmpty()) {
        all.computeIfAbsent(giver(type), unused -> new ArrayList<>()).addAll(declared);
      }
    }
    all.values().forEach(families -> families.sort(Comparator.comparing(MetricFamily::name)));
    return all;
  }

  private static List<MetricFamily> declared(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .flatMap(MetricFamilies::families)
        .toList();
  }

  private static Stream<MetricFamily> families(Field field) {
    if (field.getType() != MetricFamily.class && field.getType() != SignalFamily.class) {
      return Stream.empty();
    }
    field.setAccessible(true);
    try {
      return field.get(null) instanceof SignalFamily signal
          ? Stream.of(signal.value(), signal.samples())
          : Stream.of((MetricFamily) field.get(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be read", e);
    }
  }

  /** The source that declares them itself, or the one of its package that asks who does. */
  private static Class<?> giver(Class<?> type) {
    if (MetricSource.class.isAssignableFrom(type)) {
      return type;
    }
    List<Class<?>> asking =
        sources().stream()
            .filter(source -> source.getPackage() == type.getPackage())
            .filter(source -> text(source).contains(type.getSimpleName() + "."))
            .toList();
    if (asking.size() != 1) {
      throw new IllegalStateException(type + " must belong to one source, but to " + asking);
    }
    return asking.get(0);
  }

  private static String text(Class<?> type) {
    try {
      return Files.readString(SourceFile.path(type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a source's numbers appear. */
  static String whenGiven(Class<?> source) {
    if (source == RegistryMetrics.class) {
      return "Of every registry.";
    }
    return Probe.class.isAssignableFrom(source)
        ? "Of every registry that it is registered with."
        : "Where a service gives it to `HealthApiBuilder.metrics`.";
  }

  static String[] row(MetricFamily family) {
    String labels =
        family.labels().stream().map(MetricFamilies::code).collect(Collectors.joining(", "));
    return new String[] {
      code(family.name()),
      family.kind().name().toLowerCase(Locale.ROOT),
      family.unit(),
      labels,
      Markdown.cell(family.help())
    };
  }

  private static String code(String name) {
    return "`" + name + "`";
  }
}
