package com.holdwall.runbook.drift;

import java.util.Set;

/**
 * What a service has. Immutable.
 *
 * @param endpoints the paths that it answers, without a query, such as {@code /api/metrics}
 * @param metricsFilters the values that its metrics endpoint takes as {@code filter}
 * @param environmentVariables the variables that it reads
 * @param workloads its Kubernetes workloads, such as {@code deployment/holdwall-app}
 * @param links the targets that lead somewhere
 */
public record ServiceFacts(
    Set<String> endpoints,
    Set<String> metricsFilters,
    Set<String> environmentVariables,
    Set<String> workloads,
    Set<String> links) {

  /** Copies the sets. */
  public ServiceFacts {
    endpoints = Set.copyOf(endpoints);
    metricsFilters = Set.copyOf(metricsFilters);
    environmentVariables = Set.copyOf(environmentVariables);
    workloads = Set.copyOf(workloads);
    links = Set.copyOf(links);
  }

  /** {@return a service that has nothing} */
  public static ServiceFacts none() {
    return new ServiceFacts(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }
}
