package com.holdwall.benchmarks;

import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.json.CatalogJson;
import com.holdwall.runbook.markdown.Annotations;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read the ten runbooks; {@code firstUse} is the start-up cost of a fresh JVM. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CatalogBenchmark {

  /** The texts, for those who read them again and again. */
  @State(Scope.Benchmark)
  public static class Texts {
    final String markdown = HoldwallRunbooks.document().toMarkdown();
    final String json = CatalogJson.write(HoldwallRunbooks.catalog());
  }

  /**
   * Reads the document.
   *
   * @param texts the texts
   * @return the document
   */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public RunbookDocument readMarkdown(Texts texts) {
    return RunbookDocument.read("runbooks.md", texts.markdown, Annotations.none());
  }

  /**
   * Reads the same catalogue from JSON.
   *
   * @param texts the texts
   * @return the catalogue
   */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public RunbookCatalog readJson(Texts texts) {
    return CatalogJson.read("runbooks.json", texts.json);
  }

  /**
   * Builds the catalogue for the first time in its JVM.
   *
   * @return the catalogue
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(10)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public RunbookCatalog firstUse() {
    return HoldwallRunbooks.catalog();
  }
}
