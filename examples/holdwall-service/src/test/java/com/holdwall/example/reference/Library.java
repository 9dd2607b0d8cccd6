package com.holdwall.example.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The public classes of the library, as its sources have them. Stateless. */
final class Library {

  private static final List<String> MODULES = List.of("holdwall-probes", "holdwall-resilience");

  private Library() {}

  /** The public classes whose simple name ends so, by name. */
  static List<Class<?>> classesNamed(String end) {
    Pattern declared = Pattern.compile("public [a-z ]*(class|enum|record) \\w*" + end + "\\b");
    return MODULES.stream()
        .map(module -> Path.of("../../" + module + "/src/main/java"))
        .flatMap(root -> classes(root, declared))
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .filter(type -> type.getSimpleName().endsWith(end))
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  /** The classes whose source says so, nested ones beside those around them, by name. */
  static List<Class<?>> classesThatSay(Pattern words) {
    return MODULES.stream()
        .map(module -> Path.of("../../" + module + "/src/main/java"))
        .flatMap(root -> classes(root, words))
        .sorted(Comparator.comparing(Class::getName))
        .toList();
  }

  private static Stream<Class<?>> classes(Path root, Pattern declared) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> declared.matcher(read(file)).find())
          .map(file -> root.relativize(file).toString().replaceFirst("[.]java$", ""))
          .map(name -> load(name.replace('/', '.')))
          .<Class<?>>flatMap(
              type -> Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses())))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class " + name, e);
    }
  }

  /** The name as it stands in code, without its package. */
  static String name(Class<?> type) {
    return type.getName().replaceFirst(".*[.]", "").replace('$', '.');
  }
}
