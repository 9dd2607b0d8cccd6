package com.holdwall.example.redrive;

import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.Redrive;
import com.holdwall.resilience.dlq.redrive.RedriveReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;

/** Runs one command and prints what came of it. */
final class RedriveCommand {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG = 2;

  private final PrintStream out;
  private final PrintStream err;

  RedriveCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command. {@return the exit code} */
  int run(List<String> arguments) {
    try {
      return run(RedriveOptions.parse(arguments));
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
      err.print(RedriveOptions.USAGE);
      return WRONG;
    } catch (IOException unreadable) {
      err.println("--config cannot be read: " + unreadable.getClass().getSimpleName());
      return WRONG;
    } catch (KafkaException failed) {
      // the classes alone: a message may quote a setting
      err.println("failed: " + classes(failed));
    } catch (IllegalStateException refused) {
      err.println("refused: " + refused.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      err.println("interrupted; what is printed above is done");
    }
    return FAILED;
  }

  private static String classes(Throwable thrown) {
    Throwable cause = thrown.getCause();
    String name = thrown.getClass().getSimpleName();
    return cause == null ? name : name + " of " + cause.getClass().getSimpleName();
  }

  private int run(RedriveOptions options) throws IOException, InterruptedException {
    Map<String, Object> client = client(options);
    return switch (options.command()) {
      case "list" -> list(options, client);
      case "show" -> show(options, client);
      default -> redrive(options, client);
    };
  }

  private static Map<String, Object> client(RedriveOptions options) throws IOException {
    Map<String, Object> client = new HashMap<>();
    String file = options.optional("config");
    if (file != null) {
      Properties settings = new Properties();
      try (Reader in = Files.newBufferedReader(Path.of(file))) {
        settings.load(in);
      }
      settings.stringPropertyNames().forEach(n -> client.put(n, settings.getProperty(n)));
    }
    client.put("bootstrap.servers", options.required("brokers"));
    // a mistyped topic must not come into being
    client.put("allow.auto.create.topics", false);
    return client;
  }

  private int list(RedriveOptions options, Map<String, Object> client) {
    List<Letter> letters =
        Redrive.from(options.required("topic"), client)
            .filter(options.filter())
            .build()
            .list(options.number("max", 20));
    letters.forEach(letter -> out.println(LetterText.line(letter)));
    out.println(letters.size() + " letters");
    return DONE;
  }

  private int show(RedriveOptions options, Map<String, Object> client) {
    List<Letter> letters =
        Redrive.from(options.required("topic"), client).filter(options.letter()).build().list(1);
    if (letters.isEmpty()) {
      err.println("there is no letter " + options.required("letter"));
      return FAILED;
    }
    out.print(LetterText.all(letters.get(0)));
    return DONE;
  }

  private int redrive(RedriveOptions options, Map<String, Object> client)
      throws InterruptedException {
    Redrive redrive =
        Redrive.from(options.required("topic"), client)
            .to(options.required("to").split(",", -1))
            .filter(options.filter())
            .perSecond(options.number("rate", 50))
            .maxReplays(options.number("max-replays", 3))
            .task(options.text("task", "default"))
            .audit(
                options.text("operator", System.getProperty("user.name", "unknown")),
                entry -> out.println(LetterText.line(entry)))
            .build();
    RedriveReport report = options.execute() ? redrive.execute() : redrive.dryRun();
    out.print(LetterText.summary(report));
    return report.stoppedEarly().isEmpty() ? DONE : FAILED;
  }
}
