package com.holdwall.resilience.dlq.jdbc;

import java.sql.SQLException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The states of a row, against a model of them: whatever two workers, the clock and a redrive do in
 * any order, a record is in one place, only who has its lease ends it, and of a key one record is
 * leased at a time, the oldest.
 */
class RowStateTest {

  private static final TestDatabase DATABASE = new TestDatabase();

  @AfterContainer
  static void close() {
    DATABASE.close();
  }

  @Property(tries = 25)
  void anySequence_leavesTheTablesAsTheModelSays(
      @ForAll @Size(min = 10, max = 80) List<@IntRange(max = 99_999) Integer> script)
      throws SQLException {
    try (RowPlay play = new RowPlay(DATABASE)) {
      for (int step : script) {
        play.act(step % RowPlay.ACTIONS, step / RowPlay.ACTIONS);
        play.compare();
      }
    }
  }
}
