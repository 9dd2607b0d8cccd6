package com.holdwall.resilience.ai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/**
 * The Reactive Streams project's own test kit, which comes as a TestNG class, on streamed answers.
 */
class StreamRouterReactiveStreamsTest {

  @Test
  void streamedAnswers_keepEveryRuleThatTheTestKitRequiresOfAPublisher() {
    TestListenerAdapter results = new TestListenerAdapter();
    TestNG kit = new TestNG(false);
    kit.setVerbose(0);
    kit.setTestClasses(new Class<?>[] {Kit.class});
    kit.addListener(results);
    kit.run();
    assertThat(names(results.getFailedTests(), ITestResult::getThrowable)).isEmpty();
    assertThat(results.getConfigurationFailures()).isEmpty();
    assertThat(names(results.getSkippedTests(), result -> ""))
        .filteredOn(name -> name.startsWith("required"))
        .as("the rule that is for publishers which fail at once")
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("required_spec109_mayReject");
    assertThat(results.getPassedTests()).hasSizeGreaterThan(20);
  }

  private static Set<String> names(List<ITestResult> results, Function<ITestResult, ?> why) {
    return results.stream()
        .map(result -> result.getName() + " " + why.apply(result))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Run by TestNG only. */
  public static final class Kit extends FlowPublisherVerification<Integer> {

    public Kit() {
      super(new TestEnvironment(500, 100));
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
      int end = (int) Math.min(elements, Integer.MAX_VALUE);
      return router(prompt -> new Range(end)).stream("hi");
    }

    /** None: a router asks nobody before the first demand, and so does not fail before it. */
    @Override
    public Flow.@Nullable Publisher<Integer> createFailedFlowPublisher() {
      return null;
    }

    private static StreamRouter<String, Integer> router(
        ModelFunction<String, Flow.Publisher<Integer>> model) {
      return StreamRouter.<String, Integer>builder().model("numbers", model).build();
    }
  }
}
