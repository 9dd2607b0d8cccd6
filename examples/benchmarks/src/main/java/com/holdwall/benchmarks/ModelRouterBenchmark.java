package com.holdwall.benchmarks;

import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelRouter;
import com.holdwall.resilience.ai.ModelRouterBuilder;
import com.holdwall.resilience.ai.Selection;
import com.holdwall.resilience.micrometer.ModelRouterMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/** What a router adds to a call of a model that goes well, beside the bare client. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelRouterBenchmark {

  private final Object answer = new Object();
  private final ModelRouter<String, Object> ordered = builder().build();
  private final ModelRouter<String, Object> powerOfTwo =
      builder().select(Selection.POWER_OF_TWO).build();
  private final ModelRouter<String, Object> everything = everything();

  private ModelRouterBuilder<String, Object> builder() {
    return ModelRouter.<String, Object>builder()
        .model("one", this::ask)
        .model("two", this::ask)
        .model("three", this::ask);
  }

  private ModelRouter<String, Object> everything() {
    ModelRouter<String, Object> router =
        ModelRouter.<String, Object>builder()
            .model(limited("one"))
            .model(limited("two"))
            .model(limited("three"))
            .select(Selection.POWER_OF_TWO)
            .promptSize(String::length)
            .build();
    ModelRouterMeters.of("everything", router).bindTo(new SimpleMeterRegistry());
    return router;
  }

  private Model<String, Object> limited(String name) {
    return Model.<String, Object>calling(
            name,
            (request, call) -> {
              call.usage(2, 0);
              return answer;
            })
        .requestsPerMinute(1_000_000_000)
        .tokensPerMinute(1_000_000_000)
        .context(8_000, 0);
  }

  private Object ask(String request) {
    return request.isEmpty() ? request : answer;
  }

  /**
   * The client alone.
   *
   * @return the answer
   */
  @Benchmark
  public Object bare() {
    return ask("hi");
  }

  /**
   * The first of three models, with breaker, cooldown, timeout and deadline.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object router() throws Exception {
    return ordered.call("hi");
  }

  /**
   * The same, one of three chosen by the power of two choices.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object routerPowerOfTwo() throws Exception {
    return powerOfTwo.call("hi");
  }

  /**
   * The same with prompt size, both quotas, usage and meters.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object routerEverything() throws Exception {
    return everything.call("hi");
  }
}
