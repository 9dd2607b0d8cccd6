package com.holdwall.probes.http.console;

import com.holdwall.probes.http.JsonTree;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.io.FileHandler;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real headless Chromium, for {@code -Dholdwall.chromium=/path/to/chromium} and {@code
 * -Dholdwall.chromedriver=/path/to/chromedriver}. Not thread-safe.
 */
final class Browser implements AutoCloseable {

  static final String CHROMIUM = "holdwall.chromium";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path profile;
  private final ChromeDriver driver;

  Browser() {
    try {
      profile = Files.createTempDirectory("holdwall-chromium");
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(required("holdwall.chromedriver")))
            .usingAnyFreePort()
            .build();
    driver = new ChromeDriver(service, options());
    driver.executeCdpCommand(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
  }

  private static String required(String property) {
    return Objects.requireNonNull(
        System.getProperty(property), property + " must name the program beside " + CHROMIUM);
  }

  private ChromeOptions options() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(required(CHROMIUM));
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    return options;
  }

  /** Opens a page and gives it a token, as a person does. */
  void enter(URI page, String token) {
    driver.get(page.toString());
    await("the form", () -> driver.findElement(By.id("token")).isDisplayed());
    driver.findElement(By.id("token")).sendKeys(token);
    driver.findElement(By.cssSelector("#enter button")).click();
  }

  ChromeDriver driver() {
    return driver;
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /**
   * The text of all elements that a selector finds, as a person sees it; empty if none is there.
   */
  String text(String selector) {
    return script(
        "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
            + ".map(e => e.innerText).join('\\n')",
        selector);
  }

  /** The answer of a script, as text. */
  String script(String script, Object... arguments) {
    return String.valueOf(driver.executeScript(script, arguments));
  }

  /** The answer of an expression over a module {@code m} of the page and arguments {@code a}. */
  String module(String file, String expression, Object... arguments) {
    return String.valueOf(
        driver.executeAsyncScript(
            "const a = arguments, done = a[a.length - 1];"
                + "import('/api/console/"
                + file
                + "').then(m => done(String("
                + expression
                + ")), e => done('failed: ' + e));",
            arguments));
  }

  /** What a person would paste now. */
  String clipboard() {
    return String.valueOf(
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "navigator.clipboard.readText().then(done, e => done('failed: ' + e));"));
  }

  /** Types where the focus is. */
  void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Makes the page as wide as a window that a desktop does not allow; 0 undoes it. */
  void width(int width) {
    if (width == 0) {
      driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    } else {
      driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", 1400, "deviceScaleFactor", 1, "mobile", false));
    }
  }

  void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(condition::getAsBoolean);
  }

  void size(int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** What the operating system is set to: light or dark. */
  void prefers(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What stands in the browser's console since the last call, errors and all. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /**
   * The addresses that the browser has asked since the last call, by its own account; without what
   * its own start page asks, before ours is opened.
   */
  List<String> asked() {
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("\"Network.requestWillBeSent\""))
        .map(JsonTree::parse)
        .filter(event -> !param(event, "documentURL").startsWith("chrome"))
        .map(event -> param(event, "request", "url"))
        .toList();
  }

  private static String param(Map<String, Object> event, String... names) {
    List<String> path = Stream.concat(Stream.of("message", "params"), Stream.of(names)).toList();
    return JsonTree.at(event, path.toArray(String[]::new)).toString();
  }

  /** What axe finds wrong, each with the elements; empty if it finds nothing. */
  String accessibilityViolations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run().then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' '"
                + " + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')).join('\\n')),"
                + " e => done('axe failed: ' + e));");
    return String.valueOf(found);
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void screenshot(Path file) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  @Override
  public void close() {
    driver.quit();
    // A dying browser may still write into it.
    Awaitility.await("profile").atMost(PATIENCE).until(() -> FileHandler.delete(profile.toFile()));
  }
}
