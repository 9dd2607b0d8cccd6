package com.holdwall.example.reference;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A public method of a builder, and the fields behind it.
 *
 * @param method the method
 * @param comment its comment
 * @param defaults the fields that it sets, with their values in a fresh builder
 */
record Setting(Method method, Comment comment, Map<Field, @Nullable Object> defaults) {

  /**
   * Where a field does not tell: what its value depends on, stands for, or does. Pinned by tests.
   */
  static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ProbeRegistryBuilder.virtualThreads", "on, on Java 24 and newer"),
          Map.entry("ProbeRegistryBuilder.catalog", "the ten Holdwall runbooks"),
          Map.entry("ProbeRegistryBuilder.explanations", "`HoldwallRunbooks.explanations()`"),
          Map.entry("ConsumerLagProbeBuilder.startsAtTheBeginning", "`latest`"),
          Map.entry("HealthApiBuilder.sources", "the registry's and its probes' own"),
          Map.entry("Builder.address", "the loopback address"),
          Map.entry("Builder.port", "0: any free one"),
          Map.entry("GuardBuilder.budget", "one of its own, 500 tokens, if it retries or hedges"),
          Map.entry("BreakerBuilder.countWindow", "none: a time window"),
          Map.entry("Model.provider", "the model's name"),
          Map.entry("Model.requestsPerMinute", "no limit"),
          Map.entry("Model.tokensPerMinute", "no limit"),
          Map.entry("Model.contextTokens", "not declared"),
          Map.entry("Model.answerTokens", "0"),
          Map.entry("Model.mapper", "the router's request as it is"),
          Map.entry("Model.breaker", "one of its own"),
          Map.entry("StreamRouterBuilder.content", "every part"),
          Map.entry("ReliableConsumerBuilder.concurrency", "4, or the processors if more"),
          Map.entry("ReliableConsumerBuilder.clients", "Kafka's own, made safe"),
          Map.entry(
              "ReliableConsumerBuilder.guard", "three attempts, backoff from 100 ms up to 2 s"),
          Map.entry("ReliableConsumerBuilder.names", "`dlq.<group>.<topic>`"),
          Map.entry("ReliableWorkerBuilder.concurrency", "4, or the processors if more"),
          Map.entry("ReliableWorkerBuilder.maxInHand", "10 for each handler"),
          Map.entry("ReliableWorkerBuilder.guard", "three attempts, backoff from 100 ms up to 2 s"),
          Map.entry("JdbcRedriveBuilder.audit", "to the log"),
          Map.entry("JdbcRedriveBuilder.filter", "`LetterFilter.all()`"),
          Map.entry("RedriveBuilder.audit", "to the log"),
          Map.entry("RedriveBuilder.filter", "`LetterFilter.all()`"));

  private static final Set<String> TOO_GENERAL = Set.of("value", "changed");

  /** The settings of a builder, in the order of its source. */
  static List<Setting> of(Object builder) {
    List<Setting> settings = new ArrayList<>();
    for (Class<?> type = builder.getClass();
        type != Object.class && type != null;
        type = type.getSuperclass()) {
      SourceFile source = SourceFile.of(type);
      Arrays.stream(type.getDeclaredMethods())
          .filter(Setting::isSetting)
          .map(method -> setting(method, source, builder))
          .sorted(
              Comparator.comparing(
                  each -> source.place(each.method().getName(), names(each.method()))))
          .forEach(settings::add);
    }
    return settings;
  }

  /** A setter gives the builder back; a builder's superclass says so with a type variable. */
  private static boolean isSetting(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !method.isSynthetic()
        && (method.getReturnType() == method.getDeclaringClass()
            || method.getGenericReturnType().getTypeName().equals("B"));
  }

  private static Setting setting(Method method, SourceFile source, Object builder) {
    Map<Field, @Nullable Object> defaults = new LinkedHashMap<>();
    for (String name : source.sets(method.getName(), names(method))) {
      Field field = field(method.getDeclaringClass(), name);
      defaults.put(field, read(field, builder));
    }
    return new Setting(method, source.comment(method.getName(), names(method)), defaults);
  }

  private static Stream<String> names(Method method) {
    return Arrays.stream(method.getParameters()).map(Parameter::getName);
  }

  private static Field field(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(type + " has no field " + name, e);
    }
  }

  static @Nullable Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be read", e);
    }
  }

  /** The method as it is called: {@code failureRate(int percent)}. */
  String signature() {
    return method.getName()
        + Arrays.stream(method.getParameters())
            .map(each -> simple(each) + " " + each.getName())
            .collect(Collectors.joining(", ", "(", ")"));
  }

  static String simple(Parameter parameter) {
    String name = parameter.getType().getSimpleName();
    return parameter.isVarArgs() ? name.replace("[]", "…") : name;
  }

  /** What holds while nobody calls it. */
  String defaultText() {
    if (method.getParameterCount() == 0 || method.getName().equals("hedgeAtP95")) {
      return "off";
    }
    if (defaults.isEmpty()) {
      return "none";
    }
    List<Field> fields = new ArrayList<>(defaults.keySet());
    Parameter[] parameters = method.getParameters();
    if (parameters.length == 1) {
      Field field = behind(parameters[0], fields);
      return text(field, defaults.get(field));
    }
    return IntStream.range(0, fields.size())
        .mapToObj(
            i -> label(parameters, fields, i) + text(fields.get(i), defaults.get(fields.get(i))))
        .collect(Collectors.joining("; "));
  }

  /** A setter may undo another one's setting, too: its own is of the parameter's type. */
  private static Field behind(Parameter parameter, List<Field> fields) {
    return fields.stream()
        .filter(each -> each.getType().isAssignableFrom(parameter.getType()))
        .findFirst()
        .orElse(fields.get(0));
  }

  private static String label(Parameter[] parameters, List<Field> fields, int i) {
    if (fields.size() == 1) {
      return "";
    }
    String given =
        parameters.length == fields.size() ? parameters[i].getName() : fields.get(i).getName();
    return (TOO_GENERAL.contains(given) ? fields.get(i).getName() : given) + ": ";
  }

  static String key(Field field) {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }

  private static String text(Field field, @Nullable Object value) {
    String words = WORDS.get(key(field));
    return words == null
        ? DefaultText.of(
            field.getName(), value, List.of(field.getType(), field.getDeclaringClass()))
        : words;
  }
}
