package com.holdwall.probes.traffic;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a check of either probe: health, one sentence, and the first step of its runbook.
 */
final class TrafficVerdict {

  /** Fewer requests than these are no evidence, as for the symptoms of the catalogue. */
  static final long ENOUGH = 100;

  private TrafficVerdict() {}

  /**
   * A service without enough traffic is up, and says that nothing could be judged: were it unknown,
   * an orchestrator would restart it for having no visitors.
   */
  static ProbeResult of(
      CheckContext context,
      RunbookId runbook,
      Status whenFound,
      List<Reading> readings,
      String figures) {
    Optional<Reading.Present> gravest =
        readings.stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    boolean blind = readings.stream().allMatch(Reading.Unknown.class::isInstance);
    String words =
        gravest.map(TrafficVerdict::words).orElse(blind ? "nothing to judge: " + figures : figures);
    StepId step = new StepId(runbook, Section.DIAGNOSIS, 1);
    return new ProbeResult(
        gravest.isPresent() ? whenFound : Status.UP,
        words,
        readings,
        List.of(new StepResult(step, StepResult.Outcome.DONE, figures, context.startedAt())));
  }

  private static String words(Reading.Present found) {
    String measured =
        String.format(
            Locale.ROOT,
            "%s: %.3g %s, limit %.3g",
            found.evidence().signal(),
            found.evidence().value(),
            found.evidence().unit(),
            found.evidence().threshold());
    String detail = found.evidence().detail();
    return detail.isEmpty() ? measured : measured + " (" + detail + ")";
  }

  static String tooFew(long samples, String window) {
    return samples + " requests in " + window + ", and at least " + ENOUGH + " are needed";
  }
}
