package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link StreamRouter}. The defaults: models in order, a deadline of 5 min for the whole
 * answer, an answer that breaks off after its first content fails, every part is content, no hedge.
 * Not thread-safe; may be reused after {@link #build()}.
 *
 * @param <Q> the request
 * @param <T> a part of the answer
 */
public final class StreamRouterBuilder<Q, T>
    extends RouterBuilder<Q, Flow.Publisher<T>, StreamRouterBuilder<Q, T>> {

  private AfterFirstToken<Q, T> policy = AfterFirstToken.fail();
  private Predicate<? super T> content = part -> true;
  private @Nullable Predicate<? super T> end;

  StreamRouterBuilder() {
    super(Duration.ofMinutes(5));
  }

  @Override
  StreamRouterBuilder<Q, T> self() {
    return this;
  }

  @Override
  long judgedNanos(Timeouts timeouts) {
    return Math.min(Nanos.of(timeouts.firstToken()), Nanos.of(timeouts.total()));
  }

  /**
   * Sets what to do where an answer breaks off after its first content.
   *
   * @param value what to do
   * @return this builder
   */
  public StreamRouterBuilder<Q, T> afterFirstToken(AfterFirstToken<Q, T> value) {
    policy = Objects.requireNonNull(value, "afterFirstToken must not be null");
    return this;
  }

  /**
   * Says which parts are content. Parts before the first content, up to 64, are held back, so that
   * another model may still answer instead.
   *
   * @param value true for content; false such as for a part that names the role only
   * @return this builder
   */
  public StreamRouterBuilder<Q, T> content(Predicate<? super T> value) {
    content = Objects.requireNonNull(value, "content must not be null");
    return this;
  }

  /**
   * Says which part is the last, such as the one with a finish reason, so that a connection that
   * was cut after a whole part does not pass for the end of the answer.
   *
   * @param value true for the last part, or for one that only a whole answer has
   * @return this builder
   */
  public StreamRouterBuilder<Q, T> endsWith(Predicate<? super T> value) {
    end = Objects.requireNonNull(value, "endsWith must not be null");
    return this;
  }

  /**
   * Builds the router.
   *
   * @return a router with a copy of the settings
   * @throws IllegalStateException if there is no model of the first rank, there are more than 64
   *     models in all, or two of one name
   */
  public StreamRouter<Q, T> build() {
    return new StreamRouter<>(router(), new StreamSettings<>(policy, content, end));
  }
}
