package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.redrive.Letter;
import java.sql.SQLException;
import java.util.List;

/** The letters that there were at one moment, page by page, so that few are in memory. */
final class LetterPages {

  /** A letter may hold a large payload. */
  private static final int PAGE = 100;

  private final Sessions sessions;
  private final QueueTable table;
  private final String topic;
  private final long last;
  private long after;

  private LetterPages(Sessions sessions, QueueTable table, String topic, long last) {
    this.sessions = sessions;
    this.table = table;
    this.topic = topic;
    this.last = last;
  }

  static LetterPages open(Sessions sessions, QueueTable table, String topic) throws SQLException {
    long last =
        sessions.call(
            "the letters of topic " + topic + " cannot be read",
            connection -> new LetterStore(connection, table).last(topic));
    return new LetterPages(sessions, table, topic, last);
  }

  /** The number of the last letter that belongs to it. */
  long last() {
    return last;
  }

  /** The next letters; empty at the end. */
  List<Letter> next() throws SQLException {
    List<Letter> page =
        sessions.call(
            "the letters of topic " + topic + " cannot be read",
            connection -> new LetterStore(connection, table).read(topic, after, last, PAGE));
    if (!page.isEmpty()) {
      after = page.get(page.size() - 1).offset();
    }
    return page;
  }
}
