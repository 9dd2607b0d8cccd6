package com.holdwall.resilience.dlq.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChunkedQueueTest {

  /** Each step puts so many in, or takes so many out if it is negative. */
  @Property(tries = 100)
  void anyStepsAcrossChunks_itHoldsWhatAnArrayDequeHolds(
      @ForAll @Size(max = 40)
          List<@IntRange(min = -2 * ChunkedQueue.CHUNK, max = 2 * ChunkedQueue.CHUNK) Integer>
              steps) {
    ChunkedQueue<Integer> queue = new ChunkedQueue<>();
    ArrayDeque<Integer> model = new ArrayDeque<>();
    int next = 0;
    for (int step : steps) {
      for (int i = 0; i < step; i++) {
        queue.addLast(next);
        model.addLast(next++);
      }
      for (int i = step; i < 0; i++) {
        assertThat(queue.peekFirst()).isEqualTo(model.peekFirst());
        assertThat(queue.pollFirst()).isEqualTo(model.pollFirst());
      }
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
      assertThat(queue.list()).containsExactlyElementsOf(model);
      Integer middle = model.isEmpty() ? null : queue.list().get(model.size() / 2);
      if (middle != null) {
        queue.remove(middle);
        model.remove(middle);
        assertThat(queue.list()).containsExactlyElementsOf(model);
      }
    }
  }
}
