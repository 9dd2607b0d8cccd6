package com.holdwall.benchmarks.dlq;

import com.holdwall.benchmarks.dlq.Result.Round;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How many records a second {@link Ours}, {@link SpringKafka} and a {@link BareLoop} consume, on
 * one broker, in turns. All read the same records of 100 bytes with the client's default settings,
 * try a failing one three times in place about 1 ms apart, and then send a dead letter without
 * lingering; none commits a record before that is acknowledged. The time runs from the first
 * attempt to the last record that is processed or acknowledged as a dead letter. Beside them a
 * healthy record comes every 20 ms, as on a live topic: who gives a record up only on evidence that
 * others are served would wait for it after the last one. The processor time of this process is
 * told beside it, since other load on the machine does not change that so much. A run that misses a
 * record, or leaves one uncommitted at its end, fails the whole.
 */
public final class DlqThroughput {

  private static final long TIMEOUT_NANOS = 120_000_000_000L;
  private static final long LOOK_NANOS = 1_000_000;

  private final Broker broker;
  private final List<Result> results = new ArrayList<>();
  private int runs;

  private DlqThroughput(Broker broker) {
    this.broker = broker;
  }

  /**
   * Runs all and writes what was measured.
   *
   * @param arguments the JSON file to write, and the versions of the peers
   * @throws IOException if it cannot be written
   */
  public static void main(String... arguments) throws IOException {
    try (Broker broker = new Broker()) {
      DlqThroughput throughput = new DlqThroughput(broker);
      throughput.warmUp();
      for (int millis : new int[] {0, 1}) {
        for (int percent : new int[] {0, 1, 10}) {
          for (int partitions : new int[] {1, 12}) {
            throughput.measure(new Cell(millis, percent, partitions));
            // one that is stopped leaves what it has measured
            Result.write(Path.of(arguments[0]), arguments[1], throughput.results);
          }
        }
      }
      System.out.print(Result.table(throughput.results));
    }
  }

  private void warmUp() {
    Cell cell = new Cell(0, 1, 12);
    for (Contender contender : contenders(cell)) {
      Round unused = run(cell, contender, 50_000);
    }
  }

  private static List<Contender> contenders(Cell cell) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new BareLoop(1, false));
    if (cell.failingPercent() == 0) {
      contenders.add(new BareLoop(1, true));
    }
    if (cell.partitions() > 1) {
      contenders.add(new BareLoop(cell.partitions(), false));
    }
    contenders.add(new Ours(cell.partitions()));
    if (cell.partitions() == 1) {
      // the default
      contenders.add(new Ours(4));
    }
    contenders.add(new SpringKafka(1));
    if (cell.partitions() > 1) {
      contenders.add(new SpringKafka(cell.partitions()));
    }
    return contenders;
  }

  /** As many records as keep a run of the slower ones within some seconds. */
  private static int records(Cell cell, Contender contender) {
    boolean one = contender.name().contains(" x1");
    if (cell.handlerMillis() > 0) {
      return cell.partitions() == 1 || (one && !contender.name().contains(" x12")) ? 2_000 : 12_000;
    }
    boolean spring = contender instanceof SpringKafka;
    return switch (cell.failingPercent()) {
      // less than a second of them would show how fast each is compiled
      case 0 -> 3_000_000;
      case 1 -> spring ? 12_000 : 200_000;
      default -> spring ? 1_200 : contender instanceof BareLoop ? 10_000 : 40_000;
    };
  }

  private void measure(Cell cell) {
    int rounds = cell.handlerMillis() == 0 ? 3 : 1;
    List<Contender> contenders = contenders(cell);
    List<List<Round>> rates = new ArrayList<>();
    contenders.forEach(contender -> rates.add(new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        Contender contender = contenders.get(i);
        rates.get(i).add(run(cell, contender, records(cell, contender)));
      }
    }
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      Result result =
          new Result(cell, contender.name(), records(cell, contender), List.copyOf(rates.get(i)));
      results.add(result);
      System.out.println(result);
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private Round run(Cell cell, Contender contender, int records) {
    String name = "run-" + ++runs;
    String topic = broker.source(cell.partitions(), records);
    String letters = "letters-" + runs;
    String trickle = "trickle-" + runs;
    broker.create(letters, cell.partitions());
    broker.create(trickle, 1);
    Work work = new Work(cell, records);
    double cpu = cpuSeconds();
    AutoCloseable running =
        contender.start(new Contender.Run(broker.bootstrap(), topic, trickle, letters, name, work));
    long ended;
    try (running) {
      ended = await(cell, records, trickle, letters, work);
      cpu = cpuSeconds() - cpu;
    } catch (Exception failed) {
      throw new IllegalStateException(contender.name() + " at " + cell, failed);
    }
    long lag = broker.lag(name, topic);
    if (lag != 0) {
      throw new IllegalStateException(
          contender.name() + " at " + cell + " left " + lag + " records uncommitted");
    }
    return new Round(records / ((ended - work.begun()) / 1e9), cpu * 1e6 / records);
  }

  private long await(Cell cell, int records, String trickle, String letters, Work work) {
    int failing = cell.failing(records);
    long end = System.nanoTime() + TIMEOUT_NANOS;
    while (work.processed() < records - failing || work.distinct() < records - failing) {
      broker.trickle(trickle);
      pause(end, work.distinct() + " of " + records + " were processed");
    }
    while (failing > 0 && broker.size(letters) < failing) {
      broker.trickle(trickle);
      pause(end, broker.size(letters) + " of " + failing + " were dead-lettered");
    }
    long ended = System.nanoTime();
    if (work.processed() > records - failing || broker.size(letters) > failing) {
      throw new IllegalStateException("records came twice, although nobody was killed");
    }
    return ended;
  }

  private static void pause(long end, String state) {
    if (System.nanoTime() - end > 0) {
      throw new IllegalStateException("too slow: " + state);
    }
    LockSupport.parkNanos(LOOK_NANOS);
  }
}
