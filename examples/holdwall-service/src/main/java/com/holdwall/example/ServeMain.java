package com.holdwall.example;

import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.PostgresServer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;

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
    Screen screen = new Screen(System.out);
    screen.line("starting PostgreSQL (the first time, its binaries are unpacked)");
    try (PostgresServer server = PostgresServer.launch();
        FaultProxy proxy = FaultProxy.to(server.port());
        HoldwallService service =
            new HoldwallService(
                server.jdbcUrl(proxy.port()),
                server.username(),
                Duration.ofSeconds(1),
                screen::event);
        Traffic traffic = new Traffic(service.database(), 4, "select 1", 20);
        Serve serve =
            Serve.start(
                service.registry(),
                breakers(new Drills(server, proxy, service).all()),
                token(),
                Integer.getInteger("serve.port", 0))) {
      DrillRunner.await(System.nanoTime(), () -> traffic.counts().answered() > 0);
      screen.line("console   " + serve.console());
      screen.line("break it  " + serve.breakers());
      screen.line("token     " + serve.token());
      screen.line("Ctrl-C ends it");
      new CountDownLatch(1).await();
    }
  }

  private static List<Breaker> breakers(List<Drill> drills) {
    return drills.stream().map(d -> new Breaker(d.name(), d.story(), d.fault())).toList();
  }

  private static String token() {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
