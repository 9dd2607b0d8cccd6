package com.holdwall.example.redrive;

import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.RedriveEntry;
import com.holdwall.resilience.dlq.redrive.RedriveReport;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Letters for a terminal: coordinates, classes, names and sizes, never a payload or a message. */
final class LetterText {

  private LetterText() {}

  static String line(Letter letter) {
    String why =
        letter
            .info()
            .map(
                info ->
                    info.id()
                        + "  "
                        + info.exceptionClass()
                        + "  "
                        + lower(info.stage())
                        + "  attempts "
                        + info.deliveryCount()
                        + "  put back "
                        + info.replayCount())
            .orElse("no headers of a dead letter");
    return letter.partition() + "-" + letter.offset() + "  " + letter.time() + "  " + why;
  }

  static String all(Letter letter) {
    return "letter      "
        + letter
        + "\nwritten     "
        + letter.time()
        + "\nkey         "
        + size(letter.key())
        + "\nvalue       "
        + size(letter.value())
        + "\nheaders     "
        + letter.headers().stream().map(RawHeader::toString).collect(Collectors.joining(", "))
        + "\n"
        + letter.info().map(LetterText::why).orElse("no headers of a dead letter\n");
  }

  private static String why(DeadLetterInfo info) {
    return "id          "
        + info.id()
        + "\nexception   "
        + info.exceptionClass()
        + (info.causeClass() == null ? "" : " of " + info.causeClass())
        + "\nstage       "
        + lower(info.stage())
        + "\nattempts    "
        + info.deliveryCount()
        + "\nfirst fail  "
        + info.firstFailure()
        + "\ngiven up    "
        + info.time()
        + "\nholds       "
        + lower(info.disposition())
        + "\nput back    "
        + info.replayCount()
        + "\n";
  }

  static String line(RedriveEntry entry) {
    return (entry.dryRun() ? "would be " : "")
        + lower(entry.action())
        + "  "
        + entry.id()
        + (entry.target().isEmpty() ? "" : " -> " + entry.target())
        + "  by "
        + entry.operator();
  }

  static String summary(RedriveReport report) {
    StringBuilder text = new StringBuilder();
    report.refused().forEach(reason -> text.append("refused  ").append(reason).append('\n'));
    text.append(report.dryRun() ? "dry run: " : "done: ")
        .append(report.seen())
        .append(" seen, ")
        .append(report.replayed())
        .append(" put back, ")
        .append(report.parked())
        .append(" parked, ")
        .append(report.refusals())
        .append(" refused, ")
        .append(report.filtered())
        .append(" left by the filter\n");
    if (report.dryRun()) {
      text.append("nothing was written: --execute does it\n");
    }
    if (!report.stoppedEarly().isEmpty()) {
      text.append("stopped early: ").append(report.stoppedEarly()).append('\n');
    }
    return text.toString();
  }

  private static String size(byte @Nullable [] bytes) {
    return bytes == null ? "absent" : bytes.length + " bytes";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
