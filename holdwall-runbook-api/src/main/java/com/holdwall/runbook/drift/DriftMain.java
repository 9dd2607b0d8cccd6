package com.holdwall.runbook.drift;

import com.holdwall.runbook.markdown.Annotations;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The drift check for a build: {@code DriftMain runbooks.md facts.properties} prints what is
 * missing and ends with 1 if anything is. The facts are lists, separated by commas, named {@code
 * endpoints}, {@code metricsFilters}, {@code environmentVariables}, {@code workloads} and {@code
 * links}.
 */
public final class DriftMain {

  private static final Set<String> NAMES =
      Set.of("endpoints", "metricsFilters", "environmentVariables", "workloads", "links");

  private DriftMain() {}

  /**
   * Runs the check and ends the JVM with 0 if nothing is missing, with 1 otherwise.
   *
   * @param args the document's path and the facts' path
   * @throws IOException if a file cannot be read
   */
  @SuppressWarnings("SystemOut") // a command's answer goes there
  public static void main(String[] args) throws IOException {
    System.exit(
        run(args, new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out))));
  }

  static int run(String[] args, PrintStream out) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "arguments must be the document and the facts, but are " + Arrays.toString(args));
    }
    RunbookDocument document =
        RunbookDocument.read(args[0], Files.readAllBytes(Path.of(args[0])), Annotations.none());
    List<Drift> drifts = DriftCheck.check(document, facts(Path.of(args[1])));
    drifts.forEach(drift -> out.println(args[0] + ": " + drift));
    out.println(drifts.size() + " missing");
    out.flush();
    return drifts.isEmpty() ? 0 : 1;
  }

  private static ServiceFacts facts(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    for (String name : properties.stringPropertyNames()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("fact '" + name + "' must be one of " + NAMES);
      }
    }
    return new ServiceFacts(
        set(properties, "endpoints"),
        set(properties, "metricsFilters"),
        set(properties, "environmentVariables"),
        set(properties, "workloads"),
        set(properties, "links"));
  }

  private static Set<String> set(Properties properties, String name) {
    return Arrays.stream(properties.getProperty(name, "").split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
