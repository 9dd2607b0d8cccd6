package com.holdwall.example.app;

import com.holdwall.probes.FlapRule;
import com.holdwall.probes.HealthListener;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.ai.AiProvider;
import com.holdwall.probes.ai.AiProvidersProbe;
import com.holdwall.probes.auth.AuthProbe;
import com.holdwall.probes.auth.OidcProvider;
import com.holdwall.probes.disk.DiskProbe;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthApiBuilder;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.probes.jvm.MemoryProbe;
import com.holdwall.probes.kafka.ConsumerLagProbe;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.redis.CacheStatistics;
import com.holdwall.probes.redis.RedisProbe;
import com.holdwall.probes.traffic.ErrorRateProbe;
import com.holdwall.probes.traffic.LatencyProbe;
import com.holdwall.probes.vectordb.Canary;
import com.holdwall.probes.vectordb.Chroma;
import com.holdwall.probes.vectordb.VectorProbe;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a probe beside each dependency, and gives the symptoms the service's own statistics. The
 * intervals and windows are those of a drill: a service keeps the defaults.
 */
final class Watch implements AutoCloseable {

  /** One outage a few seconds after another is no flapping. */
  private static final ProbeSettings QUICK =
      ProbeSettings.every(Duration.ofSeconds(1))
          .withDeadline(Duration.ofSeconds(1))
          .withFlapping(new FlapRule(32, 64, 1));

  /** In place of two hours. */
  private static final Duration MEMORY_WINDOW = Duration.ofSeconds(12);

  /** The drill's file system is small. */
  private static final long ENOUGH_BYTES = 4 << 20;

  private final HoldwallService service;
  private final ProbeRegistryBuilder builder;
  private final List<MetricSource> metrics = new ArrayList<>();
  private final ProbeRegistry registry;

  Watch(HoldwallService service, Dependencies where, HealthListener listener) {
    this.service = service;
    this.builder =
        ProbeRegistry.builder()
            .service("holdwall-app")
            .runbooks(ShortWindows.catalog(), HoldwallRunbooks.explanations())
            .listener(listener);
    builder.register(database()).register(cache());
    builder
        .register(ErrorRateProbe.of(service.requests()), QUICK)
        .register(LatencyProbe.of(service.requests()), QUICK);
    statistics(service.requests());
    builder.register(ai(where));
    statistics(service.models().calls());
    where.signIn().ifPresent(this::auth);
    where.chroma().ifPresent(this::vectors);
    where.kafka().ifPresent(this::events);
    memory();
    where.files().ifPresent(this::files);
    registry = builder.build().start();
  }

  /** What the service counts itself; a probe's own numbers need no call. */
  private <S extends SignalReader & MetricSource> void statistics(S own) {
    builder.signals(own);
    metrics.add(own);
  }

  private DatabaseProbe database() {
    return DatabaseProbe.builder(service.items().pool())
        .settings(QUICK)
        .leakAfter(Duration.ofSeconds(1))
        .build();
  }

  private RedisProbe cache() {
    ItemStore items = service.items();
    CacheStatistics lookups =
        () -> new CacheStatistics.Counts(items.reads().hits(), items.reads().misses());
    return RedisProbe.standalone(items.cacheAddress(), ItemStore.cacheConfig())
        .settings(QUICK)
        .statistics(lookups)
        .hitRatioOver(ShortWindows.WINDOW, ShortWindows.BASELINE)
        .fallbacks(() -> items.reads().fallbacks())
        .build();
  }

  private AiProvidersProbe ai(Dependencies where) {
    Dependencies.Model first = where.first();
    Dependencies.Model second = where.second();
    return AiProvidersProbe.builder()
        .settings(QUICK)
        .statistics(service.models().calls())
        .provider(AiProvider.openAiCompatible(first.provider(), first.base(), first.key()))
        .provider(AiProvider.anthropic(second.provider(), second.base(), second.key()))
        .build();
  }

  private void auth(Dependencies.Issuer provider) {
    SignIn signIn = service.signIn().orElseThrow();
    builder.register(
        AuthProbe.builder()
            .settings(QUICK)
            .statistics(signIn.statistics())
            .provider(
                OidcProvider.of("login", provider.issuer())
                    .withClientCredentials(
                        provider.client(), provider.secret(), Duration.ofSeconds(1)))
            .build());
    statistics(signIn.statistics());
  }

  private void vectors(URI address) {
    Search search = service.search().orElseThrow();
    builder.register(
        VectorProbe.builder(Chroma.at(address).build())
            .settings(QUICK)
            .canary(Canary.own())
            .statistics(search.statistics())
            .build());
    statistics(search.statistics());
  }

  private void events(String brokers) {
    Events events = service.events().orElseThrow();
    builder.register(
        ConsumerLagProbe.connecting(Map.of("bootstrap.servers", brokers), Events.GROUP)
            .settings(QUICK)
            .topic(Events.TOPIC)
            .deadLetterTopic(Events.DEAD_LETTERS)
            .autoOffsetReset("earliest")
            .window(ShortWindows.WINDOW)
            .growingFrom(20, Duration.ofSeconds(2))
            .processing(events.statistics())
            .build());
    statistics(events.statistics());
  }

  private void memory() {
    builder.register(
        MemoryProbe.builder()
            .settings(QUICK)
            .window(MEMORY_WINDOW)
            .overheadWindow(ShortWindows.WINDOW)
            .build());
  }

  private void files(Path folder) {
    builder.register(
        DiskProbe.builder().settings(QUICK).directory(folder).floorBytes(ENOUGH_BYTES).build());
  }

  ProbeRegistry registry() {
    return registry;
  }

  /** The endpoints that the runbooks name, with all numbers that the service has. */
  HealthApi api(String token) {
    HealthApiBuilder api = HealthApi.builder(registry).authoriser(Authoriser.bearer(token));
    metrics.forEach(api::metrics);
    return api.build();
  }

  @Override
  public void close() {
    registry.close();
  }
}
