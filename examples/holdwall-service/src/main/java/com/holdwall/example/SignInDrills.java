package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.probes.auth.AuthFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.Fault;
import com.holdwall.servers.OidcServer;
import java.util.List;

/** Faults of the OpenID provider. */
final class SignInDrills {

  static final Drill KEYS_REPLACED =
      Drill.of(
              "oidc-keys-replaced",
              "the OpenID provider replaces its signing key and the service's secret: no code"
                  + " becomes a token, and nobody's session can be verified",
              Expected.of(
                      HoldwallSymptoms.LOGIN_FAILING,
                      HoldwallSymptoms.OAUTH_CALLBACKS_FAILING,
                      HoldwallSymptoms.SESSION_ERRORS)
                  .found("auth", AuthFinding.TOKEN_ENDPOINT_FAILING),
              SignInDrills::replaceKeys)
          .needing(Environment.Part.OIDC);

  private SignInDrills() {}

  static List<Drill> all() {
    return List.of(
        KEYS_REPLACED,
        Drill.of(
                "oidc-killed",
                "kill -9 of the OpenID provider",
                Expected.of(
                        HoldwallSymptoms.LOGIN_FAILING, HoldwallSymptoms.OAUTH_CALLBACKS_FAILING)
                    .found("auth", AuthFinding.DISCOVERY_FAILING),
                SignInDrills::kill)
            .needing(Environment.Part.OIDC));
  }

  private static Repair replaceKeys(Stage stage) {
    OidcServer provider = stage.environment().oidc().server();
    provider.secret("another-secret");
    provider.rotateKey();
    return new Repair(
        "the service has the secret again, and invalid sessions are cleared",
        () -> {
          provider.secret(Environment.OIDC_SECRET);
          stage.service().signIn().orElseThrow().clearSessions();
        });
  }

  private static Repair kill(Stage stage) {
    stage.environment().oidc().server().kill();
    stage.environment().oidc().proxy().inject(new Fault.Refuse());
    return new Repair(
        "the provider is started again on the same port, and old sessions are cleared",
        () -> {
          stage.environment().oidc().server().restart();
          stage.environment().oidc().proxy().heal();
          stage.service().signIn().orElseThrow().clearSessions();
        });
  }
}
