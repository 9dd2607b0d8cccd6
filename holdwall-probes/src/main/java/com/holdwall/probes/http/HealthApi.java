package com.holdwall.probes.http;

import com.holdwall.probes.ProbeRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/**
 * Answers the paths that the runbooks name, from what a registry already knows: no request runs a
 * probe. Thread-safe.
 *
 * <p>{@code GET /api/health}, {@code /api/health/{probe or group}}, {@code /api/health/live},
 * {@code /ready} and {@code /startup} answer everybody with a bare status, and a caller that the
 * {@link Authoriser} lets in with the details. {@code GET /api/metrics}, {@code /api/runbooks},
 * {@code /api/runbooks/{id}} and {@code /api/diagnosis}, {@code POST /api/symptoms} and {@code
 * /api/alerts} answer only such a caller.
 *
 * <p>{@code GET /api/console} is a page for a browser that shows all of this and keeps itself up to
 * date. It holds nothing of the service itself, so everybody may load it; what it shows it asks for
 * as the person's own requests, with the token that is typed into it.
 */
public final class HealthApi {

  private static final Logger LOG = System.getLogger(HealthApi.class.getName());

  private final List<String> base;
  private final Authoriser authoriser;
  private final Routes routes;

  HealthApi(HealthApiBuilder builder) {
    Service service = builder.service();
    this.base = List.of(service.base().substring(1).split("/"));
    this.authoriser = builder.authoriser;
    this.routes = new Routes(service);
  }

  /**
   * Starts to build.
   *
   * @param registry what is asked; not closed by this
   * @return a builder
   */
  public static HealthApiBuilder builder(ProbeRegistry registry) {
    return new HealthApiBuilder(registry);
  }

  /**
   * Answers a request. Does not throw: a mistake of the client's is a 4xx, one of ours a 500 that
   * tells nothing.
   *
   * @param request the request
   * @return the answer; for HEAD with the body that GET would have, which the adapter leaves out
   */
  public HealthResponse handle(HealthRequest request) {
    try {
      Target target = Target.of(request);
      return routes
          .find(request.method(), inside(target))
          .answer(new Call(request, new Target(inside(target), target.parameters()), authoriser));
    } catch (Refusal refusal) {
      return refusal.response();
    } catch (Throwable failure) {
      // The class only: a message may hold anything, and this one might reach a stranger's screen.
      LOG.log(Level.WARNING, "a health request failed: {0}", failure.getClass().getName());
      return new Refusal(500, "Internal server error", Map.of()).response();
    }
  }

  private List<String> inside(Target target) {
    List<String> segments = target.segments();
    if (segments.size() <= base.size() || !segments.subList(0, base.size()).equals(base)) {
      throw Routes.notFound();
    }
    return segments.subList(base.size(), segments.size());
  }
}
