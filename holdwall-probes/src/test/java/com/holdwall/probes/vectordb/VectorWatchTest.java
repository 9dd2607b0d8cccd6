package com.holdwall.probes.vectordb;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.vectordb.VectorStoreException.Reason;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Another vector database is one class; and what one does that Chroma cannot be made to do. */
class VectorWatchTest {

  /** A store that fails where it is told to. */
  private static final class OtherStore implements VectorStore {

    private @Nullable Exception alive;
    private @Nullable Exception count;
    private @Nullable Exception create;
    private boolean there;

    private static void fail(@Nullable Exception failure) throws IOException, VectorStoreException {
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof VectorStoreException e) {
        throw e;
      }
    }

    @Override
    public String product() {
      return "Other";
    }

    @Override
    public void alive(Duration limit) throws IOException, VectorStoreException {
      fail(alive);
    }

    @Override
    public String version(Duration limit) {
      return "7";
    }

    @Override
    public long collections(Duration limit) throws IOException, VectorStoreException {
      fail(count);
      return 1;
    }

    @Override
    public Neighbours nearest(Canary canary, Duration limit) throws VectorStoreException {
      if (!there) {
        throw new VectorStoreException(Reason.MISSING, "no such collection");
      }
      return new Neighbours(List.of(canary.nearest()), Duration.ofMillis(1));
    }

    @Override
    public void create(Canary canary, Duration limit) throws IOException, VectorStoreException {
      fail(create);
      there = true;
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }

  private final OtherStore store = new OtherStore();

  private static ProbeResult check(VectorProbe probe) {
    return probe.check(new CheckContext(Instant.now(), Duration.ofSeconds(30)));
  }

  private ProbeResult withCanary() {
    return check(VectorProbe.builder(store).canary(Canary.own()).build());
  }

  @Test
  void otherStore_isProbedInTheSameWay() {
    ProbeResult result = withCanary();
    assertThat(result.status()).isEqualTo(Status.UP);
    assertThat(result.summary()).startsWith("Other 7 with 1 collections: finds the canary in ");
  }

  @Test
  void canaryThatMayNotBeCreated_leavesSearchesUnknown_andRaisesNothing() {
    store.create = new VectorStoreException(Reason.REJECTED, "HTTP 403");
    ProbeResult result = withCanary();
    assertThat(result.status()).isEqualTo(Status.UP);
    assertThat(result.summary()).contains("cannot be created: HTTP 403");
    assertThat(result.finding()).isEmpty();
  }

  @Test
  void canaryThatCannotBeWritten_asOnAFullDisk_isAFailingSearch() {
    store.create = new VectorStoreException(Reason.FAILED, "HTTP 500");
    assertThat(withCanary().finding()).contains("SEARCH_FAILED");
    store.create = null;
    assertThat(withCanary().status()).isEqualTo(Status.UP);
  }

  @Test
  void whatFailsBehindAHeartbeat_isTheSearch_orTheServerWhereNothingIsSearched() {
    for (Exception failure :
        new Exception[] {
          new VectorStoreException(Reason.FAILED, "HTTP 500"), new SocketTimeoutException("late")
        }) {
      store.count = failure;
      assertThat(withCanary().finding()).contains("SEARCH_FAILED");
      assertThat(check(VectorProbe.builder(store).build()).finding()).contains("UNREACHABLE");
    }
  }

  @Test
  void heartbeatThatTimesOut_isUnreachable_andOneThatBreaksOffIsRefused() {
    store.alive = new SocketTimeoutException("late");
    assertThat(withCanary().finding()).contains("UNREACHABLE");
    store.alive = new IOException("broke off");
    assertThat(withCanary().finding()).contains("REFUSED");
  }
}
