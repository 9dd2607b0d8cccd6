package com.holdwall.probes.http;

import com.holdwall.probes.Impact;
import java.util.List;
import java.util.Map;

/** Which endpoint answers which path and method. */
final class Routes {

  /** The same endpoint under each method that it has. */
  private record Route(String method, List<String> path, Endpoint endpoint) {

    boolean leads(List<String> segments) {
      if (segments.size() != path.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        boolean same = path.get(i).equals(segments.get(i));
        if (!same && !(path.get(i).equals("*") && !segments.get(i).isEmpty())) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Route> routes;

  Routes(Service service) {
    this.routes =
        List.of(
            get(new HealthEndpoint(service), "health"),
            get(new GateEndpoint(service, Impact.Effect.LIVENESS), "health", "live"),
            get(new GateEndpoint(service, Impact.Effect.READINESS), "health", "ready"),
            get(new GateEndpoint(service, Impact.Effect.STARTUP), "health", "startup"),
            get(new ProbeEndpoint(service), "health", "*"),
            get(new MetricsEndpoint(service), "metrics"),
            get(new RunbookListEndpoint(service), "runbooks"),
            get(new RunbookEndpoint(service), "runbooks", "*"),
            get(new DiagnosisEndpoint(service), "diagnosis"),
            get(new ConsoleEndpoint(), "console"),
            get(new ConsoleStateEndpoint(service), "console", "state"),
            get(new ConsoleFileEndpoint(), "console", "*"),
            post(new SymptomsEndpoint(service), "symptoms"),
            post(new AlertsEndpoint(service), "alerts"));
  }

  private static Route get(Endpoint endpoint, String... path) {
    return new Route("GET", List.of(path), endpoint);
  }

  private static Route post(Endpoint endpoint, String... path) {
    return new Route("POST", List.of(path), endpoint);
  }

  Endpoint find(String method, List<String> segments) {
    Route route =
        routes.stream()
            .filter(each -> each.leads(segments))
            .findFirst()
            .orElseThrow(Routes::notFound);
    String wanted = method.equals("HEAD") ? "GET" : method;
    if (!route.method().equals(wanted)) {
      String allow = route.method().equals("GET") ? "GET, HEAD" : route.method();
      throw new Refusal(405, "Method not allowed; use " + allow, Map.of("Allow", allow));
    }
    return route.endpoint();
  }

  static Refusal notFound() {
    return new Refusal(404, "Not found");
  }
}
