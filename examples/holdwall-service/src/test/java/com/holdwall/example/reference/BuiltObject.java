package com.holdwall.example.reference;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that an object of the library holds, in itself and in what it is made of. */
final class BuiltObject {

  private static final int DEEP = 4;

  private final Map<String, List<Object>> values = new HashMap<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Class<?> builder;

  private BuiltObject(Class<?> builder) {
    this.builder = builder;
  }

  /**
   * Reads it.
   *
   * @param built the object
   * @param builder the builder's class: what still holds the builder has not copied it
   */
  static BuiltObject read(Object built, Class<?> builder) {
    BuiltObject read = new BuiltObject(builder);
    read.walk(built, DEEP);
    return read;
  }

  /** What its fields of this name hold, if they are of the value's type. */
  List<Object> values(String field, Object like) {
    return values.getOrDefault(field, List.of()).stream()
        .filter(each -> each.getClass() == like.getClass())
        .toList();
  }

  private void walk(Object owner, int left) {
    if (left == 0 || owner.getClass() == builder || !seen.add(owner)) {
      return;
    }
    for (Class<?> type = owner.getClass(); ours(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field(field, owner, left);
        }
      }
    }
  }

  private static boolean ours(@Nullable Class<?> type) {
    return type != null && type.getName().startsWith("com.holdwall.");
  }

  private void field(Field field, Object owner, int left) {
    field.setAccessible(true);
    Object value = Setting.read(field, owner);
    if (value != null) {
      values.computeIfAbsent(field.getName(), name -> new ArrayList<>()).add(value);
      walk(value, left - 1);
    }
  }
}
