package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.RedriveReport;
import com.holdwall.resilience.internal.Require;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts dead letters of a topic back into its queue: with their own key, value and headers, the
 * letter's stable id, and a count of how often, at the end of the queue. One statement moves a
 * letter, so that it is in one of the two tables whatever happens, and an interrupted run goes on
 * where it stopped; of two runs at the same time each letter has one. A run is bounded by the last
 * letter when it starts; a letter that was put back often enough is parked.
 *
 * <p>Immutable; may run more than once. Owns nothing between runs.
 */
public final class JdbcRedrive {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final JdbcRedriveSettings settings;
  private final JdbcQueue queue;
  private final Sessions sessions;

  JdbcRedrive(JdbcQueue queue, JdbcRedriveSettings settings) {
    this.settings = settings;
    this.queue = queue;
    this.sessions = new Sessions(queue.source(), TIMEOUT);
  }

  /**
   * Reads letters, the oldest first.
   *
   * @param max how many that the filter takes; at least 1
   * @return the letters
   * @throws IllegalArgumentException if {@code max} is less than 1
   * @throws QueueException if the database does not answer
   */
  public List<Letter> list(int max) throws SQLException {
    Require.atLeastOne("max", max);
    List<Letter> letters = new ArrayList<>();
    LetterPages pages = pages();
    for (List<Letter> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      for (Letter letter : page) {
        if (settings.filter().test(letter)) {
          letters.add(letter);
          if (letters.size() == max) {
            return List.copyOf(letters);
          }
        }
      }
    }
    return List.copyOf(letters);
  }

  /**
   * Says what {@link #execute()} would do now, and writes nothing.
   *
   * @return the report of a dry run
   * @throws QueueException if the database does not answer
   */
  public RedriveReport dryRun() throws SQLException {
    return new JdbcRedriveRun(settings, queue, sessions, pages()).dry();
  }

  /**
   * Puts the letters back.
   *
   * @return what was done
   * @throws InterruptedException if the thread is interrupted; what was moved is moved
   * @throws QueueException if the database refuses; what was moved is moved
   */
  public RedriveReport execute() throws SQLException, InterruptedException {
    return new JdbcRedriveRun(settings, queue, sessions, pages()).real();
  }

  private LetterPages pages() throws SQLException {
    return LetterPages.open(sessions, queue.table(), settings.topic());
  }

  @Override
  public String toString() {
    return "JdbcRedrive[" + settings.topic() + " in " + queue.table() + "]";
  }
}
