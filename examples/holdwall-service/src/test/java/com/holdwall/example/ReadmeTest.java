package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's example is the library that is there. */
class ReadmeTest {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path classes;

  private static String readme() throws IOException {
    return Files.readString(Path.of("../../README.md"));
  }

  @Test
  void example_compiles() throws IOException {
    Matcher example = JAVA.matcher(readme());
    assertThat(example.find()).as("README has an example").isTrue();
    String body = example.group(1).indent(4);
    assertThat(compile(source(body))).isEmpty();
  }

  @Test
  void example_thatCallsWhatIsNotThere_wouldNotCompile() throws IOException {
    assertThat(compile(source("ProbeRegistry.builder().unheardOf();"))).isNotEmpty();
  }

  @Test
  void example_isFiveLinesOrFewer() throws IOException {
    Matcher example = JAVA.matcher(readme());
    assertThat(example.find()).isTrue();
    assertThat(example.group(1).lines().filter(line -> !line.isBlank()))
        .hasSizeLessThanOrEqualTo(5);
  }

  private static String source(String body) {
    return """
        import com.holdwall.probes.*;
        import com.holdwall.probes.jdbc.*;
        import com.holdwall.resilience.*;
        import com.holdwall.resilience.jdbc.*;
        import com.holdwall.runbook.diagnosis.*;
        import com.zaxxer.hikari.HikariDataSource;
        import javax.sql.DataSource;
        class Example {
          void embed(HikariDataSource pool) throws Exception {
        %s
          }
        }
        """
        .formatted(body);
  }

  private List<String> compile(String source) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      JavaFileObject file =
          new SimpleJavaFileObject(
              URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
              return source;
            }
          };
      List<String> options =
          List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
      compiler.getTask(null, files, problems, options, null, List.of(file)).call();
    }
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }
}
