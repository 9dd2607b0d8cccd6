package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads through a cache, and from the source, such as the database, while the cache is out. So that
 * the source is not stampeded then, callers of one key share one read of it, and reads of different
 * keys are limited in number: one too many throws a {@link CallRejectedException} at once. What the
 * source throws reaches every caller that shared the read. Who waits for somebody else's read waits
 * for 5 s at the most, unless told otherwise, and then gets a {@link CallTimeoutException}; the
 * read itself has whatever limit its own caller gave it. Thread-safe; owns no thread.
 *
 * @param <K> the keys, with {@code equals} and {@code hashCode}
 * @param <V> the values
 */
public final class CacheFallback<K, V> {

  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Guard cache;
  private final long waitNanos;
  private final Semaphore places;
  private final CallRejectedException tooMany;
  private final ConcurrentMap<K, CompletableFuture<@Nullable V>> reads = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();
  private final LongAdder shared = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  private CacheFallback(Guard cache, int sourceReads, Duration wait) {
    this.waitNanos = Nanos.of(Require.positive("wait", wait));
    this.cache = Objects.requireNonNull(cache, "cache must not be null");
    this.places = new Semaphore(Require.atLeastOne("sourceReads", sourceReads));
    this.tooMany = CallRejectedException.tooMany(cache.name() + " fallback");
  }

  /**
   * Counts of what was read. Immutable.
   *
   * @param hits reads that the cache answered
   * @param misses reads for which the cache answered that it has nothing
   * @param fallbacks reads for which the cache was out
   * @param shared reads that waited for the same key's read by somebody else
   * @param rejected reads refused as too many read the source already
   */
  public record Counts(long hits, long misses, long fallbacks, long shared, long rejected) {}

  /**
   * A reader that guards the cache.
   *
   * @param <K> the keys
   * @param <V> the values
   * @param cache the guard of the cache, best with a circuit breaker and a short deadline
   * @param sourceReads how many reads of the source may run at once; at least 1
   * @return the reader
   */
  public static <K, V> CacheFallback<K, V> of(Guard cache, int sourceReads) {
    return new CacheFallback<>(cache, sourceReads, WAIT);
  }

  /**
   * A reader that guards the cache, with a limit of its own for those who share a read.
   *
   * @param <K> the keys
   * @param <V> the values
   * @param cache the guard of the cache
   * @param sourceReads how many reads of the source may run at once; at least 1
   * @param wait how long a caller waits for the same key's read by somebody else; longer than zero
   * @return the reader
   */
  public static <K, V> CacheFallback<K, V> of(Guard cache, int sourceReads, Duration wait) {
    return new CacheFallback<>(cache, sourceReads, wait);
  }

  /**
   * Reads one value.
   *
   * @param key the key
   * @param fromCache reads the cache; answers null where it has nothing
   * @param fromSource reads the source; answers null where it has nothing
   * @return the value, or null if there is none
   * @throws CallRejectedException if too many reads of the source run already
   * @throws CallTimeoutException if somebody else's read of the same key takes too long
   * @throws Exception what the source throws
   */
  public @Nullable V get(
      K key, Callable<? extends @Nullable V> fromCache, Callable<? extends @Nullable V> fromSource)
      throws Exception {
    V cached;
    try {
      cached = cache.<@Nullable V>call(fromCache::call);
    } catch (InterruptedException interrupt) {
      throw interrupt;
    } catch (Exception out) {
      fallbacks.increment();
      return fromSource(key, fromSource);
    }
    if (cached != null) {
      hits.increment();
      return cached;
    }
    misses.increment();
    return fromSource(key, fromSource);
  }

  private @Nullable V fromSource(K key, Callable<? extends @Nullable V> source) throws Exception {
    CompletableFuture<@Nullable V> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable V> theirs = reads.putIfAbsent(key, mine);
    if (theirs != null) {
      shared.increment();
      return await(theirs);
    }
    try {
      V value = limited(source);
      mine.complete(value);
      return value;
    } catch (Throwable thrown) {
      mine.completeExceptionally(thrown);
      throw thrown;
    } finally {
      reads.remove(key, mine);
    }
  }

  private @Nullable V limited(Callable<? extends @Nullable V> source) throws Exception {
    if (!places.tryAcquire()) {
      rejected.increment();
      throw tooMany;
    }
    try {
      return source.call();
    } finally {
      places.release();
    }
  }

  private @Nullable V await(CompletableFuture<@Nullable V> read) throws Exception {
    try {
      return read.get(waitNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new CallTimeoutException(cache.name() + " fallback", waitNanos, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  /** {@return what has been read so far} */
  public Counts counts() {
    return new Counts(hits.sum(), misses.sum(), fallbacks.sum(), shared.sum(), rejected.sum());
  }
}
