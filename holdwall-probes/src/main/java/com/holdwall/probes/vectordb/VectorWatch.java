package com.holdwall.probes.vectordb;

import com.holdwall.probes.client.ProbeFailure;
import com.holdwall.probes.vectordb.VectorStore.Neighbours;
import com.holdwall.probes.vectordb.VectorStoreException.Reason;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a store step by step, and stops at the first trouble. Used by one thread at a time. */
final class VectorWatch {

  private final VectorStore store;
  private final @Nullable Canary canary;
  private String version = "";
  private boolean canarySeen;

  VectorWatch(VectorStore store, @Nullable Canary canary) {
    this.store = store;
    this.canary = canary;
  }

  /**
   * Looks.
   *
   * @throws VectorStoreException if nothing could be asked
   */
  VectorLook look(Duration limit) throws VectorStoreException {
    long start = System.nanoTime();
    VectorLook look = VectorLook.NOTHING;
    boolean alive = false;
    try {
      store.alive(limit);
      alive = true;
      look = look.server(version(left(limit, start)), store.collections(left(limit, start)));
      return search(look, left(limit, start));
    } catch (VectorStoreException error) {
      version = "";
      return answered(look, error, alive);
    } catch (IOException failure) {
      version = "";
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return unanswered(look, ProbeFailure.of(failure, took, limit), alive);
    }
  }

  private static Duration left(Duration limit, long start) {
    Duration left = limit.minusNanos(System.nanoTime() - start);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }

  private String version(Duration limit) throws IOException, VectorStoreException {
    if (version.isEmpty()) {
      version = store.version(limit);
    }
    return version;
  }

  private VectorLook search(VectorLook look, Duration limit)
      throws IOException, VectorStoreException {
    Canary known = canary;
    if (known == null) {
      return look.unsearched("no canary is configured: no search was made");
    }
    long start = System.nanoTime();
    try {
      Neighbours found = nearest(known, limit);
      if (found == null) {
        return create(look, known, left(limit, start));
      }
      return judged(look, known, found);
    } catch (VectorStoreException error) {
      if (error.reason() != Reason.MISSING) {
        throw error;
      }
      return look.trouble(
          VectorFinding.SEARCH_FAILED,
          canarySeen
              ? "collection '" + known.collection() + "' was there and is gone: data was lost"
              : "collection '" + known.collection() + "' is not there");
    }
  }

  /** Null where the canary is to be created: its collection is missing, or has no record yet. */
  private @Nullable Neighbours nearest(Canary known, Duration limit)
      throws IOException, VectorStoreException {
    boolean maybeNew = known.mayBeCreated() && !canarySeen;
    try {
      Neighbours found = store.nearest(known, limit);
      return maybeNew && found.ids().isEmpty() ? null : found;
    } catch (VectorStoreException error) {
      if (maybeNew && error.reason() == Reason.MISSING) {
        return null;
      }
      throw error;
    }
  }

  private VectorLook create(VectorLook look, Canary known, Duration limit)
      throws IOException, VectorStoreException {
    long start = System.nanoTime();
    try {
      store.create(known, limit);
    } catch (VectorStoreException error) {
      String words = "collection '" + known.collection() + "' cannot be created: " + error.words();
      return error.reason() == Reason.REJECTED
          ? look.unsearched(words)
          : look.trouble(VectorFinding.SEARCH_FAILED, words);
    }
    return judged(look, known, store.nearest(known, left(limit, start)));
  }

  private VectorLook judged(VectorLook look, Canary known, Neighbours found) {
    canarySeen = true;
    if (!found.ids().isEmpty() && found.ids().get(0).equals(known.nearest())) {
      return look.found(found.took());
    }
    return look.trouble(
        VectorFinding.SEARCH_WRONG,
        (found.ids().isEmpty() ? "nothing is found" : "another record is found")
            + " in collection '"
            + known.collection()
            + "', not '"
            + known.nearest()
            + "'");
  }

  /** The server answered with an error. */
  private VectorLook answered(VectorLook look, VectorStoreException error, boolean alive)
      throws VectorStoreException {
    return switch (error.reason()) {
      case REJECTED -> look.trouble(VectorFinding.REJECTED, error.words());
      case API_VERSION -> look.trouble(VectorFinding.API_VERSION, error.words());
      case NOT_ASKED -> throw error;
      case MISSING, FAILED ->
          alive
              ? look.trouble(behindHeartbeat(), error.words())
              // What does not even answer a heartbeat is a gateway, or as good as gone.
              : look.trouble(
                  VectorFinding.UNREACHABLE, "the heartbeat was answered with " + error.words());
    };
  }

  /** Without a canary nothing ever shows that searches work again: it is the server's trouble. */
  private VectorFinding behindHeartbeat() {
    return canary == null ? VectorFinding.UNREACHABLE : VectorFinding.SEARCH_FAILED;
  }

  private VectorLook unanswered(VectorLook look, ProbeFailure failure, boolean alive) {
    if (failure.kind() == ProbeFailure.Kind.NO_ANSWER) {
      return alive
          ? look.trouble(behindHeartbeat(), "the heartbeat is answered, the rest not in time")
          : look.trouble(VectorFinding.UNREACHABLE, failure.words());
    }
    return look.trouble(VectorFinding.REFUSED, failure.words());
  }
}
