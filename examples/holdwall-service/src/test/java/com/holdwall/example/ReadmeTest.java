package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final String GIVEN = "ProbeRegistry registry = ProbeRegistry.builder().build();\n";

  @TempDir private Path classes;

  private static String readme() throws IOException {
    return Files.readString(Path.of("../../README.md"));
  }

  @Test
  void everyExample_compiles() throws IOException {
    Matcher example = JAVA.matcher(readme());
    int examples = 0;
    while (example.find()) {
      examples++;
      String body = example.group(1);
      String given = body.contains("ProbeRegistry registry =") ? "" : GIVEN;
      assertThat(compile(source((given + body).indent(4)))).as(body).isEmpty();
    }
    assertThat(examples).isEqualTo(8);
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
    Map<Boolean, List<String>> lines =
        body.lines().collect(Collectors.partitioningBy(line -> line.strip().startsWith("import ")));
    return String.join("\n", lines.getOrDefault(true, List.of()))
        + "\n"
        + example(String.join("\n", lines.getOrDefault(false, List.of())));
  }

  private static String example(String code) {
    return """
        import com.holdwall.probes.*;
        import com.holdwall.probes.http.*;
        import com.holdwall.probes.http.jdk.*;
        import com.holdwall.probes.jdbc.*;
        import com.holdwall.resilience.*;
        import com.holdwall.resilience.ai.*;
        import com.holdwall.resilience.dlq.*;
        import com.holdwall.resilience.dlq.jdbc.*;
        import com.holdwall.resilience.dlq.kafka.*;
        import com.holdwall.resilience.jdbc.*;
        import com.holdwall.runbook.alert.*;
        import com.holdwall.runbook.catalog.*;
        import com.holdwall.runbook.diagnosis.*;
        import java.sql.Connection;
        import java.time.Duration;
        import java.util.Map;
        import com.zaxxer.hikari.HikariDataSource;
        import javax.sql.DataSource;
        class Example {
          interface Repository {
            Object load(long id);

            void save(String event);
          }

          interface Prompt {}

          interface Answer {}

          interface Client {
            Answer ask(Prompt prompt) throws Exception;
          }

          void embed(HikariDataSource pool, String token, String url, Repository repository, long id,
              Client gpt, Client claude, Prompt prompt, String brokers, Connection connection,
              String key, String json)
              throws Exception {
        %s
          }
        }
        """
        .formatted(code);
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
