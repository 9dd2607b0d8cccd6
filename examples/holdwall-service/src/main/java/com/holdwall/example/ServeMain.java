package com.holdwall.example;

import com.holdwall.example.app.HoldwallService;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

/** {@code mvn -q -Pdemo -Dserve}: the example service, its console, and the buttons to break it. */
public final class ServeMain {

  private ServeMain() {}

  /**
   * Runs until it is interrupted. The system property {@code serve.port} is the console's port; any
   * free one by default.
   *
   * @param args not used
   * @throws Exception if a server cannot be started
   */
  public static void main(String[] args) throws Exception {
    // What the library logs meanwhile stands on the screen already, in its own place.
    LogManager.getLogManager().reset();
    Screen screen = new Screen(System.out, false);
    screen.line("start", "real servers; the first time, their binaries are unpacked");
    String token = token();
    try (Environment environment =
            Environment.start(EnumSet.allOf(Environment.Part.class), screen);
        HoldwallService service =
            HoldwallService.start(environment.dependencies(), token, screen::event);
        Clients clients = new Clients(service.port(), Clients.everyone(environment));
        Serve serve =
            Serve.start(
                service.registry(),
                breakers(
                    new Stage(environment, service, new Operator(service.healthPort(), token))),
                token,
                Integer.getInteger("serve.port", 0))) {
      DrillRunner.await(
          System.nanoTime(), Duration.ofSeconds(30), () -> clients.counts().answered() > 0);
      screen.line("console", serve.console().toString());
      screen.line("break it", serve.breakers().toString());
      screen.line("token", serve.token());
      screen.line("end", "Ctrl-C ends it");
      new CountDownLatch(1).await();
    }
  }

  /** Of what can run here, one fault each: two at once are two buttons. */
  private static List<Breaker> breakers(Stage stage) {
    return Drills.all().stream()
        .filter(drill -> drill.expected().size() == 1)
        .filter(drill -> drill.needs().stream().allMatch(stage.environment()::has))
        .map(drill -> new Breaker(drill.name(), drill.story(), () -> drill.fault().inject(stage)))
        .toList();
  }

  private static String token() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
