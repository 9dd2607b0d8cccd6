package com.holdwall.example.app;

import com.holdwall.example.app.Api.Answer;
import com.holdwall.probes.HealthListener;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.probes.traffic.RequestRecorder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service as a team would write it: a few endpoints over real dependencies, each of them guarded,
 * and a probe beside each. Thread-safe.
 */
public final class HoldwallService implements AutoCloseable {

  private final Closing closing = new Closing();
  private final Release release = new Release();

  /** A drill breaks the objective all the time: only a promise of nine in ten keeps quiet. */
  private final RequestRecorder requests =
      RequestRecorder.builder().window(ShortWindows.WINDOW).objective(0.9).build();

  private final ItemStore items;
  private final Models models;
  private final Optional<SignIn> signIn;
  private final Optional<Search> search;
  private final Optional<Events> events;
  private final Api api;
  private final Watch watch;
  private final HealthServer health;

  private HoldwallService(Dependencies where, String token, HealthListener listener)
      throws IOException, SQLException {
    try {
      items = closing.later(new ItemStore(where, release));
      models = new Models(where.first(), where.second());
      signIn = where.signIn().map(SignIn::new);
      search = where.chroma().map(Search::new);
      events =
          where
              .kafka()
              .map(brokers -> closing.later(new Events(brokers, items.database(), release)));
      api = closing.later(Api.start(routes(), requests));
      watch = closing.later(new Watch(this, where, listener));
      health = closing.later(HealthServer.builder(watch.api(token)).start());
    } catch (IOException | SQLException | RuntimeException failed) {
      closing.close();
      throw failed;
    }
  }

  /**
   * Starts the service, on free ports of the loopback address.
   *
   * @param where its dependencies, which must answer
   * @param token who has it may see everything and report symptoms; at least 16 characters
   * @param listener is told of every change of health
   * @return a running service, to be closed
   * @throws IOException if it cannot listen, or the vector database does not answer
   * @throws SQLException if the database does not answer
   */
  public static HoldwallService start(Dependencies where, String token, HealthListener listener)
      throws IOException, SQLException {
    return new HoldwallService(where, token, listener);
  }

  private Map<String, Api.Handler> routes() {
    Map<String, Api.Handler> routes = new LinkedHashMap<>();
    routes.put("/items/", this::item);
    routes.put("/ask/", prompt -> Answer.ok(models.answer(prompt)));
    signIn.ifPresent(
        auth -> {
          routes.put("/login/", unused -> auth.login(own()));
          routes.put(SignIn.CALLBACK, query -> auth.callback(own(), query));
          routes.put("/account/", unused -> auth.account());
        });
    search.ifPresent(found -> routes.put("/search/", item -> Answer.ok(found.like(item))));
    events.ifPresent(log -> routes.put("/seen/", item -> published(log, item)));
    return routes;
  }

  private Answer item(String id) throws Exception {
    release.handle();
    String name = items.load(Long.parseLong(id));
    return name == null ? Answer.status(404) : Answer.ok(name);
  }

  private static Answer published(Events log, String item) throws Exception {
    log.publish(item);
    return Answer.ok("published");
  }

  private String own() {
    return "http://127.0.0.1:" + api.port();
  }

  /** {@return what the resilience primitives have done so far} */
  public Primitives primitives() {
    Primitives.Builder all = Primitives.builder();
    items.tell(all);
    models.tell(all);
    signIn.ifPresent(auth -> auth.tell(all));
    search.ifPresent(found -> all.guard(found.guard()));
    events.ifPresent(log -> log.tell(all));
    return all.build();
  }

  /** {@return what watches the dependencies} */
  public ProbeRegistry registry() {
    return watch.registry();
  }

  /** {@return the items} */
  public ItemStore items() {
    return items;
  }

  /** {@return the newest release of the service's own code} */
  public Release release() {
    return release;
  }

  /** {@return how people sign in; empty if no provider is configured} */
  public Optional<SignIn> signIn() {
    return signIn;
  }

  Models models() {
    return models;
  }

  Optional<Search> search() {
    return search;
  }

  /** {@return the events; empty if no broker is configured} */
  public Optional<Events> events() {
    return events;
  }

  RequestRecorder requests() {
    return requests;
  }

  /** {@return the port of the service's own endpoints on 127.0.0.1} */
  public int port() {
    return api.port();
  }

  /** {@return the port of the health endpoints on 127.0.0.1} */
  public int healthPort() {
    return health.port();
  }

  @Override
  public void close() {
    closing.close();
  }
}
