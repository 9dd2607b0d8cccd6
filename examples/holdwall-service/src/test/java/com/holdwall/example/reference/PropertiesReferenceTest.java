package com.holdwall.example.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The properties of the reference page are those that are read, with the defaults they have. */
class PropertiesReferenceTest {

  private static final Path TOP = Path.of("../..");

  private static final Path AUTO_CONFIGURATION =
      TOP.resolve(
          "holdwall-probes/src/main/java/com/holdwall/probes/http/spring/HoldwallAutoConfiguration.java");

  /** A property's name in a call that reads it, or as a constant for one. */
  private static final Pattern READ =
      Pattern.compile(
          "(?:getProperty|getBoolean|getInteger|getLong|required|String CHROMIUM =|String WRITE"
              + " =)\\s*\\(?\\s*\"((?:holdwall|drill|serve)[a-z.-]*)\"");

  /** Between a test and the child JVM that it starts, and what the demo's own pom passes on. */
  private static final Set<String> WITHIN =
      Set.of("holdwall.children", "holdwall.window", "drill.output");

  @Test
  void everyPropertyThatIsRead_isOnThePage_andNoOther() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Path file : sources()) {
      Matcher names = READ.matcher(Files.readString(file));
      while (names.find()) {
        read.add(names.group(1));
      }
    }
    read.removeIf(name -> name.startsWith("holdwall.probes") || WITHIN.contains(name));
    // these are Maven's to read
    read.addAll(List.of("bench", "serve", "holdwall.test.services"));
    assertThat(Properties.all().stream().map(Properties::name))
        .containsExactlyInAnyOrderElementsOf(read);
  }

  /** Without looking into what others write meanwhile: Git, and another JVM that tests. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        TOP.toRealPath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return name.startsWith(".") || name.equals("target")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }

  @Test
  void defaultOfAMavenProperty_isTheOneInThePom() throws IOException {
    String poms =
        Files.readString(TOP.resolve("pom.xml"))
            + Files.readString(Path.of("pom.xml"))
            + Files.readString(Path.of("../benchmarks/pom.xml"));
    int compared = 0;
    for (Properties each : Properties.all()) {
      String element = "<" + each.name() + ">";
      if (poms.contains(element)) {
        assertThat(poms).contains(element + each.normally() + "</" + each.name() + ">");
        compared++;
      }
    }
    assertThat(compared).isEqualTo(5);
  }

  @Test
  void springProperties_areThoseThatTheAutoConfigurationReads() throws IOException {
    Set<String> read = new TreeSet<>();
    Matcher names =
        Pattern.compile("\"(holdwall[.]probes[.][a-z.-]+)\"").matcher(autoConfiguration());
    while (names.find()) {
      read.add(names.group(1));
    }
    assertThat(SpringProperties.all().stream().map(each -> each.get("name")))
        .containsExactlyInAnyOrderElementsOf(read);
  }

  private static String autoConfiguration() throws IOException {
    return Files.readString(AUTO_CONFIGURATION);
  }

  @Test
  void springProperty_hasTheDefaultThatTheAutoConfigurationGivesIt() throws IOException {
    String code = autoConfiguration().replace("BASE,", "\"holdwall.probes.http.base-path\",");
    for (Map<String, String> each : SpringProperties.all()) {
      String name = Pattern.quote("\"" + each.get("name") + "\"");
      String value = Pattern.quote(each.getOrDefault("defaultValue", ""));
      String call =
          switch (each.getOrDefault("type", "")) {
            case "java.lang.Boolean" -> name + ", matchIfMissing = " + value;
            case "java.lang.Integer" -> name + ", Integer.class, " + value;
            default -> name + ", (\"" + value + "\"|name)";
          };
      assertThat(Pattern.compile(call).matcher(code).find()).as("%s in %s", call, code).isTrue();
    }
  }
}
