package com.holdwall.probes.http;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.RegistryMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Collects what a {@link HealthApi} needs. Not thread-safe. */
public final class HealthApiBuilder {

  private static final Pattern BASE = Pattern.compile("(/[A-Za-z0-9_-]+)+");

  private final ProbeRegistry registry;
  private final List<MetricSource> sources = new ArrayList<>();
  private String version = "unknown";
  private String environment = "production";
  private String base = "/api";
  private StatusCodes codes = StatusCodes.holdwall();
  private Clock clock = Clock.systemUTC();
  Authoriser authoriser = Authoriser.nobody();

  HealthApiBuilder(ProbeRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry must not be null");
  }

  /**
   * Says which version runs.
   *
   * @param text the version; {@code unknown} by default
   * @return this
   */
  public HealthApiBuilder version(String text) {
    version = Objects.requireNonNull(text, "version must not be null");
    return this;
  }

  /**
   * Says where it runs.
   *
   * @param text such as {@code staging}; {@code production} by default
   * @return this
   */
  public HealthApiBuilder environment(String text) {
    environment = Objects.requireNonNull(text, "environment must not be null");
    return this;
  }

  /**
   * Changes what stands before {@code /health} in the paths.
   *
   * @param path begins with a slash and does not end with one; {@code /api} by default
   * @return this
   * @throws IllegalArgumentException if the path has another form
   */
  public HealthApiBuilder basePath(String path) {
    if (!BASE.matcher(path).matches()) {
      throw new IllegalArgumentException("base path '" + path + "' must have the form /one/two");
    }
    base = path;
    return this;
  }

  /**
   * Changes who may see what.
   *
   * @param changed decides; {@link Authoriser#nobody} by default
   * @return this
   */
  public HealthApiBuilder authoriser(Authoriser changed) {
    authoriser = Objects.requireNonNull(changed, "authoriser must not be null");
    return this;
  }

  /**
   * Changes the status codes.
   *
   * @param changed the codes; {@link StatusCodes#holdwall} by default
   * @return this
   */
  public HealthApiBuilder statusCodes(StatusCodes changed) {
    codes = Objects.requireNonNull(changed, "status codes must not be null");
    return this;
  }

  /**
   * Adds numbers to {@code /api/metrics}, beside those of the registry and of its probes. A
   * registered probe needs no call; a source that is added nevertheless, or twice, is shown once.
   *
   * @param source gives them; read for the first time by {@link #build}
   * @return this
   */
  public HealthApiBuilder metrics(MetricSource source) {
    sources.add(Objects.requireNonNull(source, "source must not be null"));
    return this;
  }

  HealthApiBuilder clock(Clock changed) {
    clock = changed;
    return this;
  }

  Service service() {
    return new Service(
        registry,
        version,
        environment,
        base,
        codes,
        RegistryMetrics.with(registry, sources),
        clock,
        clock.instant());
  }

  /**
   * Builds the handler. Its uptime counts from here.
   *
   * @return the handler
   * @throws IllegalStateException if two sources give a metric of the same name with the same
   *     labels; where that shows later, the earlier source's is given, and the log says so once
   */
  public HealthApi build() {
    return new HealthApi(this);
  }
}
