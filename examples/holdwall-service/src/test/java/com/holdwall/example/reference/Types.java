package com.holdwall.example.reference;

import com.holdwall.probes.kafka.RecordStatistics;
import com.holdwall.probes.traffic.ErrorRateProbe;
import com.holdwall.probes.traffic.LatencyProbe;
import com.holdwall.resilience.CacheFallback;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The types of the library that settings are made of, found from the settings. Stateless. */
final class Types {

  /** What a service makes without a builder, and no setting takes. */
  private static final List<Class<?>> NAMED_HERE =
      List.of(
          CacheFallback.class, ErrorRateProbe.class, LatencyProbe.class, RecordStatistics.class);

  private Types() {}

  /** By their names. */
  static Collection<Class<?>> all(List<Builders> builders) {
    Deque<Class<?>> left = new ArrayDeque<>(NAMED_HERE);
    builders.stream()
        .flatMap(each -> Setting.of(each.fresh()).stream())
        .map(Setting::method)
        .flatMap(Types::parameters)
        .forEach(left::add);
    Map<String, Class<?>> found = new TreeMap<>();
    while (!left.isEmpty()) {
      Class<?> type = left.remove();
      if (ours(type) && !isBuilder(type, builders) && found.put(Library.name(type), type) == null) {
        Stream.of(type.getConstructors(), type.getMethods())
            .flatMap(Arrays::stream)
            .filter(each -> each instanceof java.lang.reflect.Constructor<?> || makes(each, type))
            .flatMap(Types::parameters)
            .forEach(left::add);
      }
    }
    return found.values();
  }

  private static boolean isBuilder(Class<?> type, List<Builders> builders) {
    return builders.stream().anyMatch(each -> each.fresh().getClass() == type);
  }

  private static boolean ours(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getName().startsWith("com.holdwall.probes.")
            || type.getName().startsWith("com.holdwall.resilience."));
  }

  private static boolean makes(Executable method, Class<?> type) {
    return method instanceof java.lang.reflect.Method each
        && each.getReturnType() == type
        && each.getDeclaringClass() == type;
  }

  private static Stream<Class<?>> parameters(Executable method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type.isArray() ? type.getComponentType() : type);
  }
}
