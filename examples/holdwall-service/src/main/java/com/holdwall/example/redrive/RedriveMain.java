package com.holdwall.example.redrive;

import java.util.List;
import java.util.logging.LogManager;

/**
 * Looks into a dead-letter topic and puts its letters back. Without {@code --execute} nothing is
 * written. What it prints holds no key, no value, no header's value and no exception's message.
 * Ends with 0, with 1 if it could not do it or stopped early, and with 2 if the arguments are
 * wrong.
 */
public final class RedriveMain {

  private RedriveMain() {}

  /**
   * Runs one command.
   *
   * @param args as {@link RedriveOptions#USAGE} says
   */
  public static void main(String[] args) {
    // an operator reads what is printed; what the Kafka clients log meanwhile is not for them
    LogManager.getLogManager().reset();
    System.exit(new RedriveCommand(System.out, System.err).run(List.of(args)));
  }
}
