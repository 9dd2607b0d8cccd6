package com.holdwall.runbook;

import java.util.regex.Pattern;

/** Quotes one argument for POSIX shells. */
final class ShellQuoting {

  /** These characters mean themselves in every POSIX shell, wherever they stand. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private ShellQuoting() {}

  static String quote(String argument) {
    if (PLAIN.matcher(argument).matches()) {
      return argument;
    }
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
