package com.holdwall.resilience.ai;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One model's streamed answer. As a subscriber it only posts what it is told to the flight's
 * mailbox; all else is used by the flight's tasks alone.
 */
final class StreamLeg<Q, T> extends Leg<Flow.Publisher<T>> implements Flow.Subscriber<T> {

  /** So many parts before the first content are held back. */
  static final int MOST_HELD = 64;

  /**
   * So many parts are asked for at once, whatever is wanted: a publisher that sends them from
   * within the request fills the mailbox with no more, and hears of a cancellation between two
   * requests.
   */
  private static final int MOST_ASKED = 64;

  private final StreamFlight<Q, T> flight;
  final Queue<T> held = new ArrayDeque<>();
  boolean content;
  boolean ended;

  /** When the time to the first token, or between two, is over. */
  long phaseEndNanos;

  /** When the timer looks at that; only while it is armed. */
  private long looksAtNanos;

  private boolean armed;
  private long outstanding;
  private Flow.@Nullable Subscription subscription;

  StreamLeg(StreamFlight<Q, T> flight, ModelCall call) {
    super(call);
    this.flight = flight;
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
    flight.mailbox.post(() -> flight.part(this, part));
  }

  @Override
  public void onError(Throwable thrown) {
    Objects.requireNonNull(thrown, "thrown must not be null");
    flight.mailbox.post(() -> flight.broke(this, thrown));
  }

  @Override
  public void onComplete() {
    flight.mailbox.post(() -> flight.completed(this));
  }

  /** Asks for what is wanted, as far as it is not asked for already. */
  void want(long wanted) {
    Flow.Subscription upstream = subscription;
    if (upstream != null && wanted > outstanding && outstanding <= MOST_ASKED / 2) {
      long more = Math.min(wanted, MOST_ASKED) - outstanding;
      outstanding += more;
      upstream.request(more);
    }
  }

  /** Notes that the timer is set. */
  void looksAt(long nanos) {
    armed = true;
    looksAtNanos = nanos;
  }

  void looked() {
    armed = false;
  }

  /** Whether a timer will look in time; one that looks too early sets itself again. */
  boolean watched() {
    return armed && looksAtNanos - phaseEndNanos <= 0;
  }

  /** How long the whole answer may take. */
  long slotTotalNanos() {
    return call.slot.totalNanos;
  }

  boolean waiting() {
    return outstanding > 0;
  }

  /** Counts a part; false if it was not asked for. */
  boolean received() {
    if (outstanding == 0) {
      return false;
    }
    outstanding--;
    return true;
  }

  @Override
  void cancelTransport() {
    if (subscription != null) {
      subscription.cancel();
    }
    super.cancelTransport();
  }
}
