package com.holdwall.runbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command displays is what real shells read back. Writes target/command-quoting.json. */
class CommandQuotingTest {

  private static final int STRINGS = 20_000;

  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "'",
          "\"",
          "\\",
          "$(touch PWNED)",
          "`touch PWNED`",
          "; touch PWNED",
          "\n",
          "\t",
          "*",
          "?",
          "[a]",
          "~",
          "$HOME",
          "!!",
          "#",
          "&",
          "|",
          ">",
          "<",
          "-n",
          "--",
          "=",
          "\r",
          "%s",
          "é",
          "漢",
          "\u0001",
          "a'b'c",
          "'; touch PWNED; '",
          "\\'",
          "${IFS}",
          "{a,b}",
          "\u007f");

  @TempDir private Path folder;

  private static List<String> strings(long seed) {
    Random random = new Random(seed);
    List<String> strings = new ArrayList<>(NASTY);
    while (strings.size() < STRINGS) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(6); i >= 0; i--) {
        text.append(
            random.nextBoolean()
                ? NASTY.get(random.nextInt(NASTY.size()))
                : Character.toString(1 + random.nextInt(0x2ff)));
      }
      strings.add(text.toString());
    }
    return strings;
  }

  private static String display(String argument) {
    return new Command.Invocation(
            List.of(Argument.of("printf"), Argument.of("%s\\0"), Argument.of(argument)),
            Safety.readOnly())
        .display();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "dash"})
  void displayedCommand_isReadBackByAShell_unchanged(String shell)
      throws IOException, InterruptedException {
    List<String> strings = strings(20_241_124);
    String script =
        String.join("\n", strings.stream().map(CommandQuotingTest::display).toList()) + "\n";
    List<String> echoed = run(shell, script);
    long mismatches = 0;
    for (int i = 0; i < strings.size(); i++) {
      mismatches += strings.get(i).equals(echoed.get(i)) ? 0 : 1;
    }
    boolean escaped = Files.exists(folder.resolve("PWNED"));
    write(shell, mismatches, escaped);
    assertThat(echoed).containsExactlyElementsOf(strings);
    assertThat(mismatches).isZero();
    assertThat(escaped).as("a string was executed").isFalse();
  }

  private List<String> run(String shell, String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script"), script);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(shell, file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", shell).isTrue();
    assertThat(process.exitValue()).isZero();
    String text = new String(Files.readAllBytes(out), UTF_8);
    List<String> echoed = new ArrayList<>();
    for (int from = 0, end; (end = text.indexOf('\0', from)) >= 0; from = end + 1) {
      echoed.add(text.substring(from, end));
    }
    return echoed;
  }

  private static void write(String shell, long mismatches, boolean escaped) throws IOException {
    Files.writeString(
        Path.of("target", "command-quoting-" + shell + ".json"),
        "{\"shell\": \"%s\", \"strings\": %d, \"mismatches\": %d, \"escapes\": %d}\n"
            .formatted(shell, STRINGS, mismatches, escaped ? 1 : 0));
  }

  @Test
  void randomStrings_boundToAPlaceholder_areNamesOrRefused() {
    Command.Invocation exec =
        new Command.Invocation(
            List.of(
                Argument.of("kubectl"),
                new Argument(List.of(new Placeholder("pod-name", Placeholder.Type.DNS_NAME)))),
            new Safety(SafetyClass.MUTATING, "it may change something", List.of()));
    int bound = 0;
    for (String value : strings(7)) {
      try {
        assertThat(exec.bind(Map.of("pod-name", value)).get(1))
            .isEqualTo(value)
            .matches("[a-z0-9][a-z0-9.-]*");
        bound++;
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("must be a DNS_NAME");
      }
    }
    assertThat(bound).isPositive();
  }

  @Test
  void argumentWithNul_isRefused() {
    assertThatThrownBy(() -> Argument.of("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument 'a?b' must not hold the character NUL");
  }

  @Test
  void openPlaceholder_isDisplayedByName_besideQuotedText() {
    Command exec =
        new Command.Invocation(
            List.of(
                new Argument(
                    List.of(
                        new Argument.Literal("a b/"),
                        new Placeholder("pod-name", Placeholder.Type.DNS_NAME)))),
            Safety.readOnly());
    assertThat(exec.display()).isEqualTo("'a b/'<pod-name>");
  }
}
