package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.probes.redis.RedisFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.Fault;
import com.holdwall.servers.RedisServer;
import java.time.Duration;
import java.util.List;

/** Faults of Redis. */
final class CacheDrills {

  static final Drill KILLED =
      Drill.of(
          "redis-killed",
          "kill -9 of the Redis server",
          Expected.of(
                  HoldwallSymptoms.CACHE_CONNECTION_ERRORS, HoldwallSymptoms.CACHE_SLOW_FALLBACK)
              .found("cache", RedisFinding.REFUSED),
          CacheDrills::kill);

  private CacheDrills() {}

  static List<Drill> all() {
    return List.of(
        KILLED,
        Drill.of(
            "redis-hangs",
            "SIGSTOP to the Redis server",
            Expected.of(HoldwallSymptoms.CACHE_CONNECTION_ERRORS)
                .found("cache", RedisFinding.UNREACHABLE),
            CacheDrills::hang),
        Drill.of(
            "redis-cleared",
            "a release's script clears the cache twenty times a second",
            Expected.of(HoldwallSymptoms.CACHE_MISSES_INCREASING)
                .found("cache", RedisFinding.HIT_RATIO_DROPPED),
            CacheDrills::clear));
  }

  private static Repair kill(Stage stage) {
    stage.environment().redis().server().kill();
    stage.environment().redis().proxy().inject(new Fault.Refuse());
    return new Repair(
        "Redis is started again on the same port and data",
        () -> {
          stage.environment().redis().server().restart();
          stage.environment().redis().proxy().heal();
        });
  }

  private static Repair clear(Stage stage) {
    RedisServer server = stage.environment().redis().server();
    Repeated script = Repeated.every(Duration.ofMillis(50), () -> server.command("FLUSHALL"));
    return new Repair("the script is stopped", script::stop);
  }

  private static Repair hang(Stage stage) {
    stage.environment().redis().server().freeze();
    return new Repair("SIGCONT", () -> stage.environment().redis().server().thaw());
  }
}
