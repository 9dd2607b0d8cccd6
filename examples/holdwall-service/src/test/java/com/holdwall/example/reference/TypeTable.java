package com.holdwall.example.reference;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How an object that a setting takes is made, and what its parts mean. */
final class TypeTable {

  private final Class<?> type;
  private final SourceFile source;
  private final List<List<String>> rows = new ArrayList<>();

  private TypeTable(Class<?> type) {
    this.type = type;
    this.source = SourceFile.of(type);
  }

  /** The rows; none if nothing of it is for a caller to choose. */
  static List<List<String>> of(Class<?> type) {
    TypeTable table = new TypeTable(type);
    if (type.isEnum()) {
      table.constants();
    }
    if (type.isRecord()) {
      table.components();
    }
    table.methods();
    return table.rows;
  }

  static String about(Class<?> type) {
    return SourceFile.of(type).comment().body();
  }

  private void constants() {
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name();
      add(name, source.comment(name).body());
    }
  }

  private void components() {
    for (RecordComponent each : type.getRecordComponents()) {
      String meaning = source.comment().parameters().getOrDefault(each.getName(), "");
      add(each.getType().getSimpleName() + " " + each.getName(), meaning);
    }
  }

  private void methods() {
    Arrays.stream(type.getDeclaredMethods())
        .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
        .filter(each -> each.getReturnType() == type && !generated(each))
        .sorted(Comparator.comparing(each -> source.place(each.getName(), names(each))))
        .forEach(this::method);
  }

  /** An enum's valueOf, and what gives a part of a record. */
  private boolean generated(Method method) {
    boolean part = method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
    return type.isEnum() || (type.isRecord() && part);
  }

  private void method(Method method) {
    String before = Modifier.isStatic(method.getModifiers()) ? Library.name(type) + "." : ".";
    String parameters =
        Arrays.stream(method.getParameters())
            .map(each -> Setting.simple(each) + " " + each.getName())
            .collect(Collectors.joining(", "));
    String meaning = source.comment(method.getName(), names(method)).whole();
    add(before + method.getName() + "(" + parameters + ")", meaning + values(method));
  }

  /** What a constant of a record holds, as it holds it. */
  private static String values(Method method) {
    if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0) {
      return "";
    }
    try {
      Object made = method.invoke(null);
      return made instanceof Record record ? " Holds " + DefaultText.record(record) + "." : "";
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(method + " failed", e);
    }
  }

  private static Stream<String> names(Method method) {
    return Arrays.stream(method.getParameters()).map(Parameter::getName);
  }

  private void add(String what, String meaning) {
    rows.add(List.of("`" + what + "`", meaning));
  }
}
