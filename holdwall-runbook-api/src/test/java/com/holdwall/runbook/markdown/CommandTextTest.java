package com.holdwall.runbook.markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.Safety;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command line means the same after it was read as before. */
class CommandTextTest {

  private static Command parse(String line) {
    return CommandText.parse(line, Safety.readOnly());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubectl logs deployment/app | grep ERROR",
        "kubectl exec \"$POD\" -- df -h",
        "echo \"$(id)\"",
        "echo \"`id`\"",
        "echo \"in ${HOME} there\"",
        "echo \"\\\\$HOME\"",
        "echo $HOME",
        "ls *.log",
        "ls ~"
      })
  void line_thatAShellWouldChange_staysTextForDisplay(String line) {
    Command command = parse(line);
    assertThat(command).isInstanceOf(Command.ShellText.class);
    assertThat(command.display()).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "grep 'a b',a b",
        "grep \"a b\",a b",
        "grep a\\ b,a b",
        "grep '$HOME',$HOME",
        "grep \"a\\$b\",a$b",
        "grep \"a\\`b\",a`b",
        "grep \"a\\\\\",a\\",
        "grep \"a\\\"b\",a\"b",
        "grep \"a\\nb\",a\\nb",
      })
  void quotedText_isOneArgument_asAShellReadsIt(String line, String argument) {
    assertThat(((Command.Invocation) parse(line)).bind(Map.of())).containsExactly("grep", argument);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grep 'a", "grep \"a", "grep \"$HOME", "grep \"a\\\""})
  void openQuote_isRefused(String line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("quote ['\"] must be closed");
  }

  @Test
  void emptyQuotes_areAnEmptyArgument() {
    assertThat(((Command.Invocation) parse("grep ''")).bind(Map.of())).containsExactly("grep", "");
  }
}
