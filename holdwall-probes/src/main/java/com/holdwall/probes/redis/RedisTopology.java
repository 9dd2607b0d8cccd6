package com.holdwall.probes.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** Which server to ask. Used by one thread at a time, as {@link RedisNode} is. */
sealed interface RedisTopology {

  /** Connects the node to the server to ask; false if there is none to be found. */
  boolean connect(RedisNode node, Duration deadline);

  /** What the cluster looks like from the connected node; empty where there is no cluster. */
  default Optional<ClusterView> cluster(RedisNode node) {
    return Optional.empty();
  }

  default void abort() {}

  default void close() {}

  /** One server. */
  record Standalone(HostAndPort address) implements RedisTopology {

    @Override
    public boolean connect(RedisNode node, Duration deadline) {
      node.connect(address, deadline);
      return true;
    }
  }

  /** Any node of a cluster: the one that answered last, then the others in turn. */
  final class Cluster implements RedisTopology {

    private final List<HostAndPort> seeds;
    private @Nullable HostAndPort last;

    Cluster(Set<HostAndPort> seeds) {
      this.seeds = List.copyOf(seeds);
    }

    @Override
    public boolean connect(RedisNode node, Duration deadline) {
      long end = System.nanoTime() + deadline.toNanos();
      List<HostAndPort> left = new ArrayList<>(inTurn());
      while (true) {
        HostAndPort next = left.remove(0);
        try {
          // Each gets its share of what remains, so that a dead first node does not take it all.
          long share = Math.max(1_000_000, (end - System.nanoTime()) / (left.size() + 1));
          node.connect(next, Duration.ofNanos(share));
          var unused = node.ping();
          last = next;
          return true;
        } catch (JedisException failure) {
          if (left.isEmpty() || System.nanoTime() - end >= 0) {
            throw failure;
          }
        }
      }
    }

    private Set<HostAndPort> inTurn() {
      Set<HostAndPort> all = new LinkedHashSet<>();
      if (last != null) {
        all.add(last);
      }
      all.addAll(seeds);
      return all;
    }

    @Override
    public Optional<ClusterView> cluster(RedisNode node) {
      return Optional.of(node.cluster());
    }
  }

  /** The master that the first sentinel that answers names. */
  record Sentinel(String master, List<HostAndPort> sentinels, RedisNode asked)
      implements RedisTopology {

    @Override
    public boolean connect(RedisNode node, Duration deadline) {
      List<HostAndPort> left = new ArrayList<>(sentinels);
      Duration share = deadline.dividedBy(sentinels.size() + 1L);
      while (true) {
        HostAndPort next = left.remove(0);
        try {
          asked.connect(next, share);
          HostAndPort address = asked.master(master);
          if (address == null) {
            return false;
          }
          node.connect(address, deadline);
          return true;
        } catch (JedisException failure) {
          if (left.isEmpty()) {
            throw failure;
          }
        }
      }
    }

    @Override
    public void abort() {
      asked.abort();
    }

    @Override
    public void close() {
      asked.close();
    }
  }
}
