package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Figures;
import com.holdwall.resilience.dlq.jdbc.JdbcNoLossMember.Form;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The promise of {@link ReliableWorker}: workers are killed with kill -9, PostgreSQL is, 1 % of the
 * records are poisonous and 5 % of the attempts fail; and every record is processed or
 * dead-lettered, in the order of its key. {@code -Dholdwall.noloss.seed} repeats a run.
 */
class JdbcNoLossTest {

  private static final int KEYS = 200;
  private static final int WORKERS = 2;
  private static final int PER_SECOND_AT_LEAST = 50;

  private final long seed = Long.getLong("holdwall.noloss.seed", new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);

  /** What was found in the effects and the dead letters. */
  private record Outcome(int missing, int duplicates, int orderViolations) {}

  @Test
  void killedWorkersAndDatabase_loseNoRecord_andKeepTheOrderOfKeys() throws Exception {
    int records = Figures.soak() ? 100_000 : 4_000;
    int kills = Figures.soak() ? 20 : 3;
    int databaseKills = Figures.soak() ? 5 : 1;
    Outcome outcome = run(Form.RECORD, records, kills, databaseKills);
    write("jdbc-no-loss", records, kills, databaseKills, outcome);
    assertNoLoss(outcome, kills, databaseKills);
  }

  @Test
  void inBatches_itIsTheSame() throws Exception {
    int records = Figures.soak() ? 100_000 : 2_000;
    int kills = Figures.soak() ? 20 : 2;
    int databaseKills = Figures.soak() ? 5 : 1;
    Outcome outcome = run(Form.BATCH, records, kills, databaseKills);
    write("jdbc-no-loss-batches", records, kills, databaseKills, outcome);
    assertNoLoss(outcome, kills, databaseKills);
  }

  private static void assertNoLoss(Outcome outcome, int kills, int databaseKills) {
    assertThat(outcome.missing()).isZero();
    assertThat(outcome.orderViolations()).isZero();
    // a worker's death repeats what it has in hand; the database's, what all have
    int most = JdbcNoLossMember.IN_HAND * (kills + databaseKills * WORKERS);
    assertThat(outcome.duplicates()).isLessThanOrEqualTo(most);
  }

  @Test
  void inTheQueuesTransaction_eachEffectIsThereOnce() throws Exception {
    int records = Figures.soak() ? 20_000 : 2_000;
    int kills = Figures.soak() ? 8 : 2;
    Outcome outcome = run(Form.TRANSACTION, records, kills, 1);
    write("jdbc-no-loss-exactly-once", records, kills, 1, outcome);
    assertThat(outcome).isEqualTo(new Outcome(0, 0, 0));
  }

  private Outcome run(Form form, int records, int kills, int databaseKills) throws Exception {
    System.out.println("no-loss seed: -Dholdwall.noloss.seed=" + seed);
    List<Process> workers = new ArrayList<>();
    try (TestDatabase database = new TestDatabase()) {
      JdbcQueue queue = database.queue();
      database.execute("create table effects (at bigserial primary key, number int, key text)");
      List<String> arguments =
          List.of(
              database.server.jdbcUrl(),
              queue.table().name(),
              "effects",
              Long.toString(seed),
              form.name());
      IntStream.range(0, WORKERS).forEach(i -> workers.add(worker(arguments)));
      disturb(database, queue, workers, arguments, records, kills, databaseKills);
      await()
          .atMost(ofMinutes(1).plusSeconds(records / PER_SECOND_AT_LEAST))
          .pollInterval(ofMillis(200))
          .until(() -> database.count("select count(*) from " + queue.table().queue()) == 0);
      assertThat(workers).allMatch(Process::isAlive);
      workers.forEach(JdbcNoLossTest::leave);
      return outcome(database, queue, records);
    } finally {
      workers.forEach(Process::destroyForcibly);
    }
  }

  /**
   * The records come in as many parts as there are disturbances, so that none hits idle workers.
   */
  private void disturb(
      TestDatabase database,
      JdbcQueue queue,
      List<Process> workers,
      List<String> arguments,
      int records,
      int kills,
      int databaseKills)
      throws SQLException {
    int disturbances = kills + databaseKills;
    int sent = 0;
    for (int i = 0; i < disturbances; i++) {
      int upTo = (int) ((long) records * (i + 1) / disturbances);
      int from = sent;
      long before = database.count("select count(*) from effects");
      database.fill(queue, upTo - from, n -> record(from + n));
      sent = upTo;
      // somewhere in the middle of the part: whoever is killed has records in hand
      long middle = before + 1 + random.nextInt((upTo - from) / 2);
      await()
          .atMost(ofMinutes(2))
          .pollInterval(ofMillis(20))
          .until(() -> database.count("select count(*) from effects") >= middle);
      if (i % (disturbances / databaseKills) == disturbances / databaseKills - 1) {
        database.server.kill();
        int pause = random.nextInt(1_000);
        await().pollDelay(ofMillis(pause)).until(() -> true);
        database.server.restart();
        await()
            .atMost(ofMinutes(1))
            .ignoreExceptions()
            .until(() -> database.count("select count(*) from effects") > 0);
      } else {
        kill(workers.remove(random.nextInt(workers.size())));
        workers.add(worker(arguments));
      }
    }
  }

  private static Message record(int number) {
    String key = "key" + number % KEYS;
    return Message.text("source", key, key + ":" + number);
  }

  private static Process worker(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(JdbcNoLossMember.class.getName());
    command.addAll(arguments);
    File log = Path.of("target", "jdbc-no-loss-member.log").toFile();
    try {
      Files.createDirectories(Path.of("target"));
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void kill(Process victim) {
    victim.destroyForcibly();
    awaitEnd(victim);
  }

  private static void leave(Process leaver) {
    try {
      leaver.getOutputStream().close();
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
    awaitEnd(leaver);
  }

  private static void awaitEnd(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a worker does not end: pid " + process.pid());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Outcome outcome(TestDatabase database, JdbcQueue queue, int records)
      throws SQLException {
    Set<Integer> seen = new HashSet<>();
    int duplicates = 0;
    int violations = 0;
    Map<String, Integer> last = new HashMap<>();
    for (String effect : database.column("select key || ':' || number from effects order by at")) {
      String[] parts = effect.split(":", -1);
      int number = Integer.parseInt(parts[1]);
      if (!seen.add(number)) {
        duplicates++;
        continue;
      }
      // a repetition is no violation; a record that is new after a later one of its key is
      Integer before = last.put(parts[0], number);
      violations += before != null && before > number ? 1 : 0;
    }
    for (String value :
        database.column("select convert_from(value, 'UTF8') from " + queue.table().dead())) {
      duplicates += seen.add(Integer.parseInt(value.split(":", -1)[1])) ? 0 : 1;
    }
    return new Outcome(records - seen.size(), duplicates, violations);
  }

  private void write(String name, int records, int kills, int databaseKills, Outcome outcome) {
    Figures.write(
        name,
        Map.of(
            "seed", seed,
            "records", records,
            "workerKills", kills,
            "databaseKills", databaseKills,
            "missing", outcome.missing(),
            "duplicates", outcome.duplicates(),
            "orderViolations", outcome.orderViolations()));
  }
}
