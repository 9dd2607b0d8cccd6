package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleDescriptorTest {

  @Test
  void descriptor_namesTheModuleAndItsPackages() throws IOException {
    assertThat(descriptor().name()).isEqualTo("com.holdwall.resilience");
    assertThat(descriptor().exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrder(
            "com.holdwall.resilience",
            "com.holdwall.resilience.ai",
            "com.holdwall.resilience.ai.langchain4j",
            "com.holdwall.resilience.dlq",
            "com.holdwall.resilience.dlq.jdbc",
            "com.holdwall.resilience.dlq.kafka",
            "com.holdwall.resilience.dlq.redrive",
            "com.holdwall.resilience.jdbc",
            "com.holdwall.resilience.micrometer");
  }

  @Test
  void descriptor_requiresDriversOnlyStatically() throws IOException {
    assertThat(descriptor().requires())
        .filteredOn(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .extracting(Requires::name)
        .containsExactlyInAnyOrder(
            "java.base",
            "java.net.http",
            "java.sql",
            "io.github.resilience4j.circuitbreaker",
            "io.github.resilience4j.core",
            "io.github.resilience4j.retry");
  }

  private static ModuleDescriptor descriptor() throws IOException {
    Path classes =
        Path.of(URI.create(Backoff.class.getProtectionDomain().getCodeSource().getLocation() + ""));
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    }
  }
}
