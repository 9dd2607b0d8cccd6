package com.holdwall.probes.http;

import com.holdwall.probes.Alert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code POST /api/alerts}: the webhook of Alertmanager, version 4. Alerts that no symptom names
 * are counted and ignored, for Alertmanager sends whole groups.
 */
final class AlertsEndpoint implements Endpoint {

  private static final int LARGEST_BODY = 1 << 20;
  private static final int MOST_ALERTS = 1_000;
  private static final int LONGEST_SUMMARY = 500;

  private final Service service;

  AlertsEndpoint(Service service) {
    this.service = service;
  }

  @Override
  public HealthResponse answer(Call call) throws IOException {
    call.require(Permission.REPORT);
    Body body = Body.parse(call.json(LARGEST_BODY));
    if (!body.required("version").equals("4")) {
      throw new Refusal(400, "Unknown version; it must be Alertmanager's webhook version 4");
    }
    // All of them are read before the first one counts: a bad one must not leave half a group.
    List<Alert> alerts = new ArrayList<>();
    for (Body alert : body.objects("alerts", MOST_ALERTS)) {
      alerts.add(alert(alert));
    }
    int accepted = 0;
    for (Alert alert : alerts) {
      accepted += service.registry().alert(alert) > 0 ? 1 : 0;
    }
    return answer(accepted, alerts.size() - accepted);
  }

  private static HealthResponse answer(int accepted, int ignored) {
    return HealthResponse.json(
        200,
        Json.write(
            json -> {
              json.writeNumberField("accepted", accepted);
              json.writeNumberField("ignored", ignored);
            }));
  }

  private static Alert alert(Body body) {
    String status = body.required("status");
    if (!status.equals("firing") && !status.equals("resolved")) {
      throw new Refusal(400, "Bad field 'status'; it must be firing or resolved");
    }
    String summary = body.inside("annotations").optional("summary").orElse("");
    try {
      return new Alert(
          body.inside("labels").required("alertname"),
          status.equals("firing"),
          body.optional("fingerprint").orElse(""),
          summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
    } catch (IllegalArgumentException bad) {
      throw new Refusal(400, "Bad alert; 'alertname' and 'fingerprint' may have 200 characters");
    }
  }
}
