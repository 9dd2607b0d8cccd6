package com.holdwall.resilience.ai;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One model's streamed answer, and what its parts mean: those before the first content are held
 * back, the first content makes this leg the answer, and one that ends without its last part has
 * broken off. As a subscriber it only posts what it is told to the flight's mailbox; all else is
 * used by the flight's tasks alone.
 */
final class StreamLeg<Q, T> extends Leg<Flow.Publisher<T>> implements Flow.Subscriber<T> {

  /** So many parts before the first content are held back. */
  private static final int MOST_HELD = 64;

  /**
   * So many parts are asked for at once, whatever is wanted: a publisher that sends them from
   * within the request fills the mailbox with no more, and hears of a cancellation between two
   * requests.
   */
  private static final int MOST_ASKED = 64;

  private final StreamFlight<Q, T> flight;
  private final StreamSettings<Q, T> stream;
  final PartClock clock;
  private final Queue<T> held = new ArrayDeque<>();

  /** Whether it has begun to answer. */
  boolean content;

  private boolean ended;
  private long outstanding;
  private Flow.@Nullable Subscription subscription;

  StreamLeg(StreamFlight<Q, T> flight, StreamSettings<Q, T> stream, ModelCall call) {
    super(call);
    this.flight = flight;
    this.stream = stream;
    this.clock = new PartClock(call, flight.router.now());
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    Objects.requireNonNull(given, "subscription must not be null");
    flight.mailbox.post(() -> subscribed(given));
  }

  private void subscribed(Flow.Subscription given) {
    if (over || subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    flight.pull();
  }

  @Override
  public void onNext(T part) {
    Objects.requireNonNull(part, "part must not be null");
    flight.mailbox.post(() -> came(part));
  }

  private void came(T part) {
    if (over) {
      return;
    }
    if (outstanding == 0) {
      cancelTransport();
      flight.broke(this, ModelException.brokenAnswer("more parts than were asked for"));
      return;
    }
    outstanding--;
    try {
      accept(part);
    } catch (RuntimeException mistake) {
      cancelTransport();
      flight.broke(this, mistake);
    }
    flight.deliver();
  }

  private void accept(T part) {
    ended |= stream.end() != null && stream.end().test(part);
    if (content) {
      flight.downstream.add(part);
      clock.next(flight.router.now());
      return;
    }
    held.add(part);
    if (stream.content().test(part) || held.size() > MOST_HELD) {
      commit();
    }
  }

  /** The first content: this leg is the answer. */
  private void commit() {
    content = true;
    flight.began(this, held);
    held.clear();
    clock.next(flight.router.now());
  }

  @Override
  public void onError(Throwable thrown) {
    Objects.requireNonNull(thrown, "thrown must not be null");
    flight.mailbox.post(() -> flight.broke(this, thrown));
  }

  @Override
  public void onComplete() {
    flight.mailbox.post(this::completed);
  }

  private void completed() {
    if (over) {
      return;
    }
    boolean cut = stream.end() != null && !ended;
    boolean empty = !content && held.isEmpty();
    if (cut || empty) {
      String what = empty ? "no parts" : "it ends without its last part";
      flight.broke(this, ModelException.brokenAnswer(what));
      return;
    }
    if (!content) {
      commit();
    }
    flight.completed(this);
  }

  /** Asks the model for what the subscriber wants, and watches how long it takes. */
  void pull(long wanted) {
    boolean was = waiting();
    // until the first content is there the next part is wanted in any case
    want(content ? wanted : Math.max(1, wanted));
    if (content && !was && waiting()) {
      clock.next(flight.router.now());
    }
    if (content && waiting() && !clock.watched()) {
      watch();
    }
  }

  /** Asks for what is wanted, as far as it is not asked for already. */
  private void want(long wanted) {
    Flow.Subscription upstream = subscription;
    if (upstream != null && wanted > outstanding && outstanding <= MOST_ASKED / 2) {
      long more = Math.min(wanted, MOST_ASKED) - outstanding;
      outstanding += more;
      upstream.request(more);
    }
  }

  private boolean waiting() {
    return outstanding > 0;
  }

  void watch() {
    timer(flight.after(clock.arm(flight.router.now()), this::look));
  }

  private void look() {
    if (over) {
      return;
    }
    if (!clock.over(flight.router.now())) {
      watch();
    } else if (waiting() || !content) {
      cancelTransport();
      flight.broke(this, call.timedOut(flight.router.now()));
    }
  }

  @Override
  void cancelTransport() {
    if (subscription != null) {
      subscription.cancel();
    }
    super.cancelTransport();
  }
}
