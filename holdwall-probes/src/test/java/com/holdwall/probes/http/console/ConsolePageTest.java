package com.holdwall.probes.http.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.Fixture;
import com.holdwall.probes.http.console.Console.SaysProbe;
import com.holdwall.runbook.Argument;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What the page does, in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = Browser.CHROMIUM, matches = ".+")
class ConsolePageTest {

  private static final String FULL =
      "kubectl exec -it web-1.prod -n holdwall -- find /var/log -type f -mtime +7 -delete";

  private final Browser browser = new Browser();
  private final SaysProbe disk = Console.disk();
  private Console console = Console.of(disk);

  @BeforeEach
  void start() {
    disk.says(Status.UP, "NO_SPACE", "40 % of /var is free", "");
    use(Console.of(disk));
    browser.console();
    browser.asked();
  }

  @AfterAll
  void quit() {
    console.close();
    browser.close();
  }

  private void use(Console other) {
    console.close();
    console = other;
  }

  private void enter() {
    browser.enter(console.page(), Fixture.TOKEN);
    browser.await("the state", () -> !browser.text("#overall").isEmpty());
  }

  private void diskIsFull() {
    disk.says(Status.DOWN, "NO_SPACE", "0.4 % of /var is free", "");
    console.check();
  }

  private void fullDisk() {
    diskIsFull();
    enter();
    awaitField();
  }

  private void awaitField() {
    browser.await("the field", () -> browser.find(".field input").isDisplayed());
  }

  @Test
  void stranger_seesAWayToEnterTheToken_andNothingElse() {
    diskIsFull();
    browser.driver().get(console.page().toString());
    browser.await("the form", () -> browser.find("#token").isDisplayed());
    assertThat(browser.driver().getPageSource())
        .doesNotContain("holdwall-app", "disk", "/var", "DOWN", "kubectl");
    assertThat(browser.asked()).isNotEmpty().noneMatch(address -> address.endsWith("/state"));
  }

  @Test
  void wrongToken_isToldSo_andSeesNothing() {
    browser.enter(console.page(), "a-token-that-is-not-this-service's");
    browser.await(
        "the refusal",
        () -> browser.text("#refused").equals("The service does not take this token."));
    assertThat(browser.text("#console")).isEmpty();
    browser.find("#token").sendKeys(Fixture.TOKEN, Keys.ENTER);
    browser.await("the state", () -> browser.text("#overall").contains("UP"));
    browser.console();
  }

  @Test
  void token_isInNoAddressAndNoStorage_andNoForm() {
    enter();
    String kept =
        browser.script(
            "return location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
                + " + document.cookie + document.documentElement.outerHTML"
                + " + [...document.querySelectorAll('input')].map(i => i.value)"
                + " + JSON.stringify(history.state)");
    assertThat(kept).contains("/api/console").doesNotContain(Fixture.TOKEN);
    assertThat(browser.asked())
        .anyMatch(address -> address.endsWith("/api/console/state"))
        .noneMatch(address -> address.contains("?") || address.contains(Fixture.TOKEN));
  }

  @Test
  void caller_whomTheApplicationKnows_isNotAskedForAToken() {
    use(
        Console.of(
            (request, permission) -> Authoriser.Decision.ALLOWED, ProbeRegistry.builder(), disk));
    browser.driver().get(console.page().toString());
    browser.await("the state", () -> browser.text("#overall").contains("UP"));
    assertThat(browser.find("#enter").isDisplayed()).isFalse();
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void command_withAnOpenPlaceholder_isNotCopied_andSaysWhatIsMissing() {
    fullDisk();
    browser.find("[data-action=copy]").click();
    assertThat(browser.text(".said")).startsWith("Fill pod-name: lower-case letters");
    assertThat(browser.script("return document.activeElement.dataset.placeholder"))
        .isEqualTo("pod-name");
    browser.find(".field input").sendKeys("web-1; rm -rf /");
    assertThat(browser.text(".field .wrong")).startsWith("It must be lower-case letters");
    assertThat(browser.text(".line code")).contains("<pod-name>").doesNotContain("rm -rf");
    browser.find("[data-action=copy]").click();
    assertThat(browser.text(".said")).startsWith("Fill pod-name");
  }

  @Test
  void command_isFilledAndCopied_asTheApiBindsIt() {
    fullDisk();
    browser.find(".field input").sendKeys("web-1.prod");
    assertThat(browser.text(".line code")).isEqualTo(FULL);
    browser.find("[data-action=copy]").click();
    browser.await("the copy", () -> browser.text(".said").startsWith("Copied"));
    assertThat(browser.clipboard()).isEqualTo(FULL);
    assertThat(browser.text(".class.DESTRUCTIVE")).isEqualTo("DESTRUCTIVE");
  }

  @Test
  void command_whoseRunbookIsNotThere_isShown_andNotCopied() {
    diskIsFull();
    use(
        Console.of(
            (request, permission) ->
                request.path().contains("/runbooks/")
                    ? Authoriser.Decision.FORBIDDEN
                    : Authoriser.Decision.ALLOWED,
            ProbeRegistry.builder(),
            disk));
    browser.driver().get(console.page().toString());
    browser.await("the command", () -> browser.text(".line code").contains("<pod-name>"));
    browser.find("[data-action=copy]").click();
    assertThat(browser.text(".said")).startsWith("The rule for its placeholders has not come yet");
    browser.console();
  }

  @Test
  void stateThatCannotBeShown_getsStale_likeSilence() {
    enter();
    browser.script("Number.prototype.toLocaleString = () => { throw new Error('no number'); }");
    console.check();
    browser.await("stale", () -> browser.text("#stale").contains("(no number)"));
    browser.console();
  }

  @Test
  void whatWasTyped_andTheFocus_stayWhileThePageLives() {
    fullDisk();
    WebElement field = browser.find(".field input");
    field.sendKeys("web-1");
    disk.says(Status.DOWN, "NO_SPACE", "0.3 % of /var is free", "now less");
    console.check();
    browser.await("the news", () -> browser.text(".probes").contains("0.3 % of /var is free"));
    field.sendKeys(".prod");
    assertThat(browser.text(".line code")).isEqualTo(FULL);
    assertThat(browser.script("return document.activeElement.dataset.placeholder"))
        .isEqualTo("pod-name");
  }

  @Test
  void quotingAndTypes_areThoseOfTheApi() {
    enter();
    for (String argument :
        List.of(
            "", "a", "a b", "it's", "'", "''", "$(x)", "`x`", "a\nb", "é", "\\", "*", "~", "a=b")) {
      assertThat(browser.module("command.js", "m.quote(a[0])", argument))
          .isEqualTo(display(argument));
    }
    for (Placeholder.Type type : Placeholder.Type.values()) {
      for (String value :
          List.of(
              "web-1",
              "-web",
              "web-",
              "a.b",
              "a..b",
              "A",
              "",
              " a",
              "a\n",
              "12",
              "999999",
              "1000000",
              "-1",
              "1.5",
              "x".repeat(253),
              "x".repeat(254),
              "$(id)",
              "a b")) {
        assertThat(
                browser.module(
                    "command.js", "m.fits({pattern: a[0]}, a[1])", type.pattern(), value))
            .as(type + " '" + value + "'")
            .isEqualTo(String.valueOf(binds(type, value)));
      }
    }
  }

  private static String display(String argument) {
    return new Command.Invocation(List.of(Argument.of(argument)), safety()).display();
  }

  private static boolean binds(Placeholder.Type type, String value) {
    Argument argument = new Argument(List.of(new Placeholder("x", type)));
    try {
      new Command.Invocation(List.of(argument), safety()).bind(Map.of("x", value));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static Safety safety() {
    return new Safety(SafetyClass.READ_ONLY, "it reads", List.of());
  }

  @Test
  void histories_areBounded() {
    enter();
    String probes =
        "Array.from({length: 1000}, (_, p) => ({name: 'p' + p, checked_at: new Date(t * 1000)"
            + ".toISOString(), took_ms: 1, interval_ms: 1000, deadline_ms: 1000, readings: []}))";
    String held =
        browser.module(
            "plot.js",
            "(() => { const traces = new m.Traces();"
                + " for (let t = 1; t < 300; t++) { traces.add({probes: "
                + probes
                + "}); }"
                + " const held = Array.from({length: 1000}, (_, p) => traces.of('took p' + p).length);"
                + " return Math.max(...held) + ' ' + held.filter(n => n > 0).length; })()");
    assertThat(held).isEqualTo("240 400");
  }

  @Test
  void hostileText_isShownAsText_andNeverAsMarkup() {
    String hostile =
        "<img src=x onerror=alert(1)><script>alert(2)</script>`<b>` javascript:alert(3)";
    disk.says(Status.DOWN, "NO_SPACE", hostile, hostile);
    use(Console.of(Authoriser.bearer(Fixture.TOKEN), HostileCatalog.registry(hostile), disk));
    enter();
    browser.await("the runbook", () -> browser.text("#incident h2").contains("<img src=x"));
    browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
    assertThat(browser.text("#around")).contains("<script>alert(2)</script>");
    assertThat(browser.text("#shared")).contains("javascript:alert(3)");
    assertThat(
            browser.script("return document.querySelectorAll('img, main script, main b b').length"))
        .isEqualTo("0");
    assertThat(browser.script("return document.querySelectorAll('a[href^=javascript]').length"))
        .isEqualTo("0");
    assertThat(browser.driver().findElements(By.cssSelector("[onerror], [onclick]"))).isEmpty();
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void policy_refusesInlineCode_andMarkupFromText() {
    enter();
    assertThatThrownBy(() -> browser.script("document.body.innerHTML = '<p>x</p>'"))
        .hasMessageContaining("TrustedHTML");
    browser.script(
        "const s = document.createElement('style'); s.textContent = 'body{display:none}';"
            + "document.head.append(s)");
    assertThat(browser.script("return getComputedStyle(document.body).display"))
        .isNotEqualTo("none");
    browser.console();
  }

  @Test
  void silence_isShownAsStale_andNothingLooksHealthy_untilTheServiceIsBack() {
    enter();
    int port = console.stop();
    browser.await("stale", () -> browser.text("#stale").startsWith("Stale since "));
    assertThat(browser.text("#overall")).contains("was UP");
    assertThat(browser.text(".probes .status")).isEqualTo("?\nwas UP");
    assertThat(browser.text("#incident h2")).isEqualTo("No runbook applied");
    browser.screenshot(Path.of("target/console/stale.png"));
    assertThat(browser.driver().getTitle()).isEqualTo("STALE · holdwall-app");
    assertThat(browser.script("return document.querySelectorAll('.status.UP').length"))
        .isEqualTo("0");
    diskIsFull();
    console.start(port);
    browser.await("live again", () -> browser.text("#overall").contains("DOWN"));
    assertThat(browser.find("#stale").isDisplayed()).isFalse();
    assertThat(browser.text("#live")).isEqualTo("live");
    browser.console();
  }

  @Test
  void keyboard_reachesEverything_inOrder() {
    diskIsFull();
    browser.driver().get(console.page().toString());
    browser.await("the form", () -> browser.find("#token").isDisplayed());
    browser.keys(Fixture.TOKEN, Keys.ENTER);
    awaitField();
    browser.script("document.activeElement.blur(); getSelection().removeAllRanges()");
    browser.script("document.querySelector('.skip').focus()");
    browser.keys(Keys.ENTER, Keys.TAB);
    browser.keys("web-1.prod");
    browser.keys(Keys.TAB, Keys.TAB, Keys.ENTER);
    browser.await("the copy", () -> browser.text(".said").startsWith("Copied"));
    assertThat(browser.clipboard()).isEqualTo(FULL);
  }

  @Test
  void theme_followsTheSystem_untilThePersonChooses() {
    browser.prefers("dark");
    enter();
    String ground = "return getComputedStyle(document.body).backgroundColor";
    String dark = browser.script(ground);
    browser.prefers("light");
    assertThat(browser.script(ground)).isNotEqualTo(dark);
    browser.find("#theme").click();
    assertThat(browser.text("#theme")).isEqualTo("Theme: dark");
    assertThat(browser.script(ground)).isEqualTo(dark);
    browser.script("localStorage.clear()");
  }

  @Test
  void narrowWindow_needsNoSidewaysScrolling() {
    fullDisk();
    browser.width(320);
    assertThat(browser.script("return document.documentElement.scrollWidth")).isEqualTo("320");
    browser.width(0);
  }
}
