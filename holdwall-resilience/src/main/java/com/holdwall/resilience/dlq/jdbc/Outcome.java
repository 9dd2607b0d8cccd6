package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.DeadLetterInfo;
import java.time.Duration;

/** What becomes of a leased record, to be written to its table. */
sealed interface Outcome {

  /** {@return whose} */
  Row row();

  /** Processed: its row goes. */
  record Done(Row row) implements Outcome {}

  /** Not processed, and nobody's: it may come again at once. */
  record LetGo(Row row) implements Outcome {}

  /** Another attempt after a delay, which gives up the order of its key. */
  record Retry(Row row, Duration delay, DeadLetterInfo why) implements Outcome {}

  /** Its row moves to the dead letters. */
  record Bury(Row row, DeadLetterInfo why) implements Outcome {}
}
