package com.holdwall.probes.jvm;

/** How much of each resource is in use. Implementations must not block, and are thread-safe. */
interface ResourceReadings {

  /** How much is in use, in the resource's unit; NaN where the system does not say. */
  double used(Resource resource, ContainerMemory.Usage usage);

  /** How much there is in all; NaN where there is no limit, or nobody knows it. */
  double limit(Resource resource);
}
