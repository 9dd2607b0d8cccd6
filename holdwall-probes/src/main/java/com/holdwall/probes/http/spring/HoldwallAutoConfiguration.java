package com.holdwall.probes.http.spring;

import com.holdwall.probes.HealthListener;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthApiBuilder;
import com.holdwall.probes.http.StatusCodes;
import com.holdwall.probes.http.servlet.HealthServlet;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.evaluation.SignalReader;
import jakarta.servlet.Servlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Runs every {@link Probe} bean in a registry, serves the endpoints beside the application's own,
 * and shows the probes under the actuator's health as {@code holdwall}. A bean of the application's
 * own takes the place of any of these.
 *
 * <p>Properties: {@code holdwall.probes.service} (the application's name by default), {@code
 * holdwall.probes.http.enabled} (true), {@code holdwall.probes.http.base-path} ({@code /api}),
 * {@code holdwall.probes.http.token} (none: details are shown to nobody) and {@code
 * holdwall.probes.http.degraded-status} (503).
 */
@AutoConfiguration
public final class HoldwallAutoConfiguration {

  /** Made by Spring. */
  public HoldwallAutoConfiguration() {}

  /**
   * Runs the probes; closed with the context, before the probes that Spring closes itself.
   *
   * @param probes the probe beans, in order
   * @param listeners the listener beans
   * @param signals the beans that give the values of metrics, such as a request recorder
   * @param environment the properties
   * @return the registry, started
   */
  @Bean
  @ConditionalOnMissingBean
  public ProbeRegistry holdwallProbeRegistry(
      ObjectProvider<Probe> probes,
      ObjectProvider<HealthListener> listeners,
      ObjectProvider<SignalReader> signals,
      Environment environment) {
    String name = environment.getProperty("spring.application.name", "service");
    ProbeRegistryBuilder builder =
        ProbeRegistry.builder().service(environment.getProperty("holdwall.probes.service", name));
    probes.orderedStream().map(BorrowedProbe::new).forEach(builder::register);
    listeners.orderedStream().forEach(builder::listener);
    signals.orderedStream().forEach(builder::signals);
    return builder.build().start();
  }

  /** Shows the probes under the actuator's health. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthContributor.class)
  static class ActuatorHealth {

    @Bean
    @ConditionalOnMissingBean(name = "holdwallHealthContributor")
    HealthContributor holdwallHealthContributor(ProbeRegistry registry) {
      return ProbeIndicators.of(registry);
    }
  }

  /** Serves the endpoints. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({Servlet.class, ServletRegistrationBean.class})
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBooleanProperty(name = "holdwall.probes.http.enabled", matchIfMissing = true)
  static class Endpoints {

    private static final String BASE = "holdwall.probes.http.base-path";

    @Bean
    @ConditionalOnMissingBean
    HealthApi holdwallHealthApi(
        ProbeRegistry registry,
        ObjectProvider<Authoriser> authoriser,
        ObjectProvider<MetricSource> sources,
        Environment environment) {
      int degraded =
          environment.getProperty("holdwall.probes.http.degraded-status", Integer.class, 503);
      HealthApiBuilder builder =
          HealthApi.builder(registry)
              .basePath(environment.getProperty(BASE, "/api"))
              .statusCodes(new StatusCodes(200, degraded, 503, 503))
              .authoriser(authoriser.getIfAvailable(() -> byProperty(environment)));
      sources.orderedStream().forEach(builder::metrics);
      return builder.build();
    }

    private static Authoriser byProperty(Environment environment) {
      String token = environment.getProperty("holdwall.probes.http.token", "");
      return token.isBlank() ? Authoriser.nobody() : Authoriser.bearer(token);
    }

    @Bean
    @ConditionalOnMissingBean(name = "holdwallServlet")
    ServletRegistrationBean<HealthServlet> holdwallServlet(HealthApi api, Environment environment) {
      String[] mappings =
          HealthServlet.mappings(environment.getProperty(BASE, "/api")).toArray(String[]::new);
      return new ServletRegistrationBean<>(new HealthServlet(api), mappings);
    }
  }
}
