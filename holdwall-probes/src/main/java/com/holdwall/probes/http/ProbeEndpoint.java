package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/health/{probe}}, or a group of probes. */
final class ProbeEndpoint implements Endpoint {

  private final Service service;

  ProbeEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) {
    Format format =
        call.format(
            Format.HOLDWALL, Format.HEALTH_JSON, Format.ACTUATOR, Format.MARKDOWN, Format.TEXT);
    String name = call.target().segments().get(1);
    HealthReport report = service.health();
    Optional<ProbeHealth> probe =
        report.probes().stream().filter(p -> p.name().equals(name)).findFirst();
    boolean details = call.sees(Permission.DETAILS);
    if (probe.isPresent()) {
      return response(format, probe.get().status(), body(format, probe.get(), details));
    }
    return group(format, service.registry().group(name), details);
  }

  private HealthResponse group(Format format, HealthReport group, boolean details) {
    if (group.probes().isEmpty()) {
      throw Routes.notFound();
    }
    String body =
        switch (format) {
          case HEALTH_JSON -> new HealthJson(service).health(group, details);
          case ACTUATOR -> ActuatorJson.health(group, details);
          case MARKDOWN -> HealthMarkdown.health(service.registry().service(), group, details);
          case TEXT -> HealthText.health(service.registry().service(), group, details);
          default -> new HoldwallJson(service).health(group, details);
        };
    return response(format, group.status(), body);
  }

  private HealthResponse response(Format format, Status status, String body) {
    boolean warning = format == Format.HEALTH_JSON && status == Status.DEGRADED;
    return HealthResponse.of(
        warning ? 200 : service.codes().of(status), format.contentType(), body);
  }

  private String body(Format format, ProbeHealth probe, boolean details) {
    return switch (format) {
      case HEALTH_JSON -> new HealthJson(service).probe(probe, details);
      case ACTUATOR -> ActuatorJson.probe(probe, details);
      case MARKDOWN -> HealthMarkdown.probe(probe, details);
      case TEXT -> HealthText.probe(probe, details);
      default -> holdwall(probe, details);
    };
  }

  private static String holdwall(ProbeHealth probe, boolean details) {
    return Json.write(
        json -> {
          Json.field(json, "status", Words.holdwall(probe.status()));
          if (details) {
            Json.objects(json, "probes", List.of(probe), ProbeJson::fields);
          }
        });
  }
}
