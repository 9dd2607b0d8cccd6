package com.holdwall.runbook;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A command as a runbook gives it. The library prints commands and never runs one. Immutable. */
public sealed interface Command {

  /** {@return what it may change, and what to look at first} */
  Safety guard();

  /** {@return what it may change} */
  default SafetyClass safety() {
    return guard().level();
  }

  /**
   * {@return the command for a person to read and paste: arguments quoted for POSIX shells where
   * they need it, open placeholders as {@code <name>}}
   */
  String display();

  /** {@return the placeholders that must be bound before it can be run, in order; may be empty} */
  List<Placeholder> placeholders();

  /**
   * One program with its arguments.
   *
   * @param arguments the program and its arguments; not empty
   * @param guard what it may change
   */
  record Invocation(List<Argument> arguments, Safety guard) implements Command {

    /**
     * Copies the arguments.
     *
     * @throws IllegalArgumentException if there is no argument
     */
    public Invocation {
      Require.atLeastOne("number of arguments", arguments.size());
      arguments = List.copyOf(arguments);
    }

    @Override
    public String display() {
      return arguments.stream().map(Argument::display).collect(Collectors.joining(" "));
    }

    @Override
    public List<Placeholder> placeholders() {
      return arguments.stream().flatMap(a -> a.placeholders().stream()).distinct().toList();
    }

    /**
     * Fills the placeholders.
     *
     * @param values a value for each placeholder, by name
     * @return the argument list, ready for a process builder, never for a shell
     * @throws IllegalArgumentException if a placeholder has no value, a value does not fit its
     *     type, or a value is for no placeholder
     */
    public List<String> bind(Map<String, String> values) {
      List<String> names = placeholders().stream().map(Placeholder::name).toList();
      for (String given : values.keySet()) {
        if (!names.contains(given)) {
          throw new IllegalArgumentException(
              "value for '" + given + "' fits no placeholder of " + names);
        }
      }
      return arguments.stream().map(argument -> argument.bind(values)).toList();
    }
  }

  /**
   * Text for a shell that is no single program, such as a pipeline: for display only.
   *
   * @param text the text
   * @param guard what it may change
   */
  record ShellText(String text, Safety guard) implements Command {

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if the text is blank
     */
    public ShellText {
      Require.text("shell text", text);
    }

    @Override
    public String display() {
      return text;
    }

    @Override
    public List<Placeholder> placeholders() {
      return List.of();
    }
  }
}
