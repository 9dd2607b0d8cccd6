package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.RedriveEntry;
import com.holdwall.resilience.dlq.redrive.RedriveEntry.Action;
import com.holdwall.resilience.dlq.redrive.RedriveReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One run of a {@link JdbcRedrive}. Used once, by one thread. */
final class JdbcRedriveRun {

  /** How many records are put back between two looks at what came of it. */
  private static final int SAMPLE = 100;

  private static final int MAX_REASONS = 100;

  private final JdbcRedriveSettings settings;
  private final JdbcQueue queue;
  private final Sessions sessions;
  private final LetterPages pages;

  private long nextMove;
  private long seen;
  private long replayed;
  private long parked;
  private long filtered;
  private final List<String> refused = new ArrayList<>();
  private long refusals;
  private long cameBack;
  private String stopped = "";

  JdbcRedriveRun(
      JdbcRedriveSettings settings, JdbcQueue queue, Sessions sessions, LetterPages pages) {
    this.settings = settings;
    this.queue = queue;
    this.sessions = sessions;
    this.pages = pages;
    this.nextMove = settings.ticker().nanos();
  }

  RedriveReport dry() throws SQLException {
    for (List<Letter> page = pages.next(); !page.isEmpty() && open(); page = pages.next()) {
      for (Letter letter : page) {
        if (open() && wanted(letter)) {
          done(letter, action(letter), true);
        }
      }
    }
    return report(true);
  }

  RedriveReport real() throws SQLException, InterruptedException {
    for (List<Letter> page = pages.next(); !page.isEmpty() && open(); page = pages.next()) {
      for (Letter letter : page) {
        if (open() && wanted(letter)) {
          redrive(letter);
        }
      }
    }
    return report(false);
  }

  private boolean open() {
    return stopped.isEmpty() && replayed + parked < settings.limit();
  }

  private boolean wanted(Letter letter) {
    seen++;
    boolean wanted = settings.filter().test(letter);
    filtered += wanted ? 0 : 1;
    return wanted;
  }

  private Action action(Letter letter) {
    if (letter.info().isEmpty()) {
      return Action.REFUSED;
    }
    int replays = letter.info().get().replayCount();
    return replays >= settings.maxReplays() ? Action.PARKED : Action.REPLAYED;
  }

  private void redrive(Letter letter) throws SQLException, InterruptedException {
    Action action = action(letter);
    if (action != Action.REFUSED) {
      awaitTurn();
      if (!moved(letter, action)) {
        // another run was faster
        return;
      }
    }
    done(letter, action, false);
    if (action == Action.REPLAYED && replayed % SAMPLE == 0) {
      lookBack();
    }
  }

  private void awaitTurn() throws InterruptedException {
    long now = settings.ticker().nanos();
    settings.sleeper().sleep(nextMove - now);
    nextMove = Math.max(nextMove - now, 0) + now + 1_000_000_000L / settings.perSecond();
  }

  private boolean moved(Letter letter, Action action) throws SQLException {
    return sessions.call(
        "letter " + letter + " cannot be moved",
        connection -> {
          LetterStore store = new LetterStore(connection, queue.table());
          return action == Action.PARKED
              ? store.park(letter.offset())
              : store.putBack(letter.offset(), DeadLetterHeaders.forReplay(letter.headers()));
        });
  }

  private void done(Letter letter, Action action, boolean dry) {
    switch (action) {
      case REPLAYED -> replayed++;
      case PARKED -> parked++;
      case REFUSED -> {
        refusals++;
        if (refused.size() < MAX_REASONS) {
          refused.add(letter + ": it has no headers of a dead letter");
        }
      }
    }
    settings.audit().accept(entry(letter, action, dry));
  }

  private RedriveEntry entry(Letter letter, Action action, boolean dry) {
    return new RedriveEntry(
        settings.clock().instant(),
        settings.operator(),
        letter.toString(),
        letter.info().map(DeadLetterInfo::id).orElse(letter.toString()),
        action,
        action == Action.REPLAYED ? settings.topic() : "",
        dry);
  }

  /** Stops what only goes round in a circle. */
  private void lookBack() throws SQLException {
    long since =
        sessions.call(
            "the letters of topic " + settings.topic() + " cannot be counted",
            connection ->
                new LetterStore(connection, queue.table())
                    .countAfter(settings.topic(), pages.last()));
    if (since - cameBack > SAMPLE / 2) {
      stopped =
          (since - cameBack)
              + " letters came while the last "
              + SAMPLE
              + " records were put back: their cause is not mended";
    }
    cameBack = since;
  }

  private RedriveReport report(boolean dry) {
    return new RedriveReport(dry, seen, replayed, parked, filtered, refused, refusals, stopped);
  }
}
