package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/console/state}: everything that the page shows and that changes, in one answer
 * that is 200 however ill the service is. Pages ask every second; an answer is made once for each
 * change, however many ask, and a page that has it already gets 304.
 */
final class ConsoleStateEndpoint implements Endpoint {

  /** One answer, and what it was made of. */
  private record Rendered(HealthReport report, String fields, String tag) {}

  private final Service service;
  private final ConsoleJson json;
  private volatile @Nullable Rendered complete;
  private volatile @Nullable Rendered withoutRunbooks;

  ConsoleStateEndpoint(Service service) {
    this.service = service;
    this.json = new ConsoleJson(service);
  }

  @Override
  public HealthResponse answer(Call call) {
    call.require(Permission.DETAILS);
    Rendered now = call.sees(Permission.RUNBOOKS) ? complete() : withoutRunbooks();
    Map<String, String> headers = Map.of("ETag", now.tag());
    Optional<String> known = call.header("If-None-Match");
    if (known.isPresent() && known.get().equals(now.tag())) {
      return new HealthResponse(304, Format.HOLDWALL.contentType(), headers, "");
    }
    return new HealthResponse(
        200, Format.HOLDWALL.contentType(), headers, Json.join(json.head(), now.fields()));
  }

  private Rendered complete() {
    HealthReport report = service.health();
    Rendered known = complete;
    if (known == null || !same(known.report(), report)) {
      known = render(report, true);
      complete = known;
    }
    return known;
  }

  private Rendered withoutRunbooks() {
    HealthReport report = service.health();
    Rendered known = withoutRunbooks;
    if (known == null || !same(known.report(), report)) {
      known = render(report, false);
      withoutRunbooks = known;
    }
    return known;
  }

  private Rendered render(HealthReport report, boolean runbooks) {
    String fields = json.fields(report, runbooks);
    return new Rendered(report, fields, EntityTag.of(fields));
  }

  /** The same object, not an equal one: a report changes only when a probe has answered. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(HealthReport one, HealthReport other) {
    return one == other;
  }
}
