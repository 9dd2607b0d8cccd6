package com.holdwall.example.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.holdwall.probes.ai.AiProvider;
import com.holdwall.probes.ai.AiProvidersProbeBuilder;
import com.holdwall.probes.auth.AuthProbeBuilder;
import com.holdwall.probes.disk.DiskProbeBuilder;
import com.holdwall.probes.http.jdk.HealthServer;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.ai.Model;
import com.holdwall.resilience.ai.ModelRouterBuilder;
import com.holdwall.resilience.ai.StreamRouterBuilder;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.jdbc.ReliableWorkerBuilder;
import com.holdwall.resilience.dlq.kafka.ReliableConsumerBuilder;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The reference of settings is true: what it says of a default is what the library does. */
class SettingsReferenceTest {

  private static final URI LOCAL = URI.create("http://127.0.0.1:9");

  private static final Path PAGE = Path.of("../../.github/SETTINGS.md");

  /** Such as "500 ms by default", in the comment of a method. */
  private static final Pattern SAID =
      Pattern.compile("([0-9.,]+)( ms| s| minutes| hours| days| GiB)? by default");

  private static final Map<String, String> UNITS =
      Map.of(" minutes", " min", " hours", " h", " days", " d");

  @Test
  void page_isWhatTheLibrarySays() throws IOException {
    if (Boolean.getBoolean(SettingsPage.WRITE)) {
      Files.writeString(PAGE, SettingsPage.write());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(SettingsPage.write());
  }

  @Test
  void everyPublicBuilder_isOnThePage() {
    assertThat(Builders.all().stream().<Class<?>>map(each -> each.fresh().getClass()))
        .hasSizeGreaterThan(20)
        .containsAll(Library.classesNamed("Builder"));
  }

  @Test
  void everySetting_hasAComment() {
    assertThat(settings()).hasSizeGreaterThan(150);
    assertThat(settings()).allSatisfy(each -> assertThat(each.comment().body()).isNotEmpty());
  }

  private static List<Setting> settings() {
    return Builders.all().stream().flatMap(each -> Setting.of(each.fresh()).stream()).toList();
  }

  @Test
  void everyBinderOfMeters_isOnThePage() {
    assertThat(MeterTables.binders().stream().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(
            Library.classesNamed("Meters").stream()
                .filter(MeterBinder.class::isAssignableFrom)
                .toList());
    assertThat(MeterTables.binders())
        .allSatisfy(
            binder ->
                assertThat(MeterTables.micrometer(binder))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(row -> assertThat(row.get(4)).as("%s", row).isNotEmpty()));
  }

  @Test
  void defaultInAComment_isTheOneInTheCode() {
    int compared = 0;
    for (Setting setting : settings()) {
      Matcher said = SAID.matcher(setting.comment().whole());
      while (said.find()) {
        String unit = said.group(2) == null ? "" : said.group(2);
        String value = said.group(1) + UNITS.getOrDefault(unit, unit);
        assertThat(setting.defaultText()).as(setting.signature()).contains(value);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void timeThatMustBeLongerThanZero_isRefusedAtZero_withNameAndValue() throws Exception {
    int refused = 0;
    for (Builders builder : Builders.all()) {
      for (Setting setting : Setting.of(builder.fresh())) {
        Method method = setting.method();
        if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == Duration.class) {
          assertThatThrownBy(() -> call(method, builder.fresh(), Duration.ZERO))
              .as(setting.signature())
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("but is PT0S");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  private static Object call(Method method, Object builder, Object... arguments) throws Throwable {
    try {
      method.setAccessible(true);
      return Objects.requireNonNull(method.invoke(builder, arguments));
    } catch (InvocationTargetException thrown) {
      throw Objects.requireNonNull(thrown.getCause());
    }
  }

  @Test
  void builtObject_usesTheDefaultsOfItsBuilder() throws Throwable {
    List<String> compared = new ArrayList<>();
    for (Builders each : Builders.all()) {
      Class<?> type = each.fresh().getClass();
      BuiltObject built = BuiltObject.read(built(each.fresh()), type);
      for (Setting setting : Setting.of(each.fresh())) {
        setting
            .defaults()
            .forEach(
                (field, value) -> {
                  List<Object> used =
                      value == null ? List.of() : built.values(field.getName(), value);
                  if (value != null && !used.isEmpty()) {
                    assertThat(used).as("%s.%s", type, field.getName()).contains(value);
                    compared.add(Library.name(type) + "." + field.getName());
                  }
                });
      }
    }
    assertThat(compared.stream().distinct()).as("%s", compared).hasSizeGreaterThan(80);
  }

  /** Built, with the least that it needs. */
  private static Object built(Object fresh) throws Throwable {
    if (fresh instanceof DiskProbeBuilder disk) {
      return disk.directory(Path.of("target")).build();
    }
    if (fresh instanceof AuthProbeBuilder auth) {
      return auth.session(LOCAL).build();
    }
    if (fresh instanceof AiProvidersProbeBuilder ai) {
      return ai.provider(AiProvider.anthropic("one", LOCAL, () -> "")).build();
    }
    if (fresh instanceof ModelRouterBuilder<?, ?> router) {
      return router.model("one", request -> Objects.requireNonNull(null)).build();
    }
    if (fresh instanceof StreamRouterBuilder<?, ?> router) {
      return router.model("one", request -> Objects.requireNonNull(null)).build();
    }
    if (fresh instanceof ReliableConsumerBuilder consumer) {
      return consumer.topics("events").build(RecordReader.text(), event -> {});
    }
    if (fresh instanceof ReliableWorkerBuilder worker) {
      return worker.topics("events").build(RecordReader.text(), event -> {});
    }
    if (fresh instanceof Model<?, ?> || fresh instanceof HealthServer.Builder) {
      // the router copies the one; the other has to bind a port to be built
      return fresh;
    }
    return call(fresh.getClass().getMethod("build"), fresh);
  }

  @Test
  void null_isRefusedByEverySetting() {
    List<String> accepted = new ArrayList<>();
    for (Builders builder : Builders.all()) {
      for (Setting setting : Setting.of(builder.fresh())) {
        Method method = setting.method();
        if (method.getParameterCount() == 1 && !method.getParameterTypes()[0].isPrimitive()) {
          Throwable thrown =
              catchThrowable(() -> call(method, builder.fresh(), new Object[] {null}));
          if (!(thrown instanceof NullPointerException)) {
            accepted.add(builder.fresh().getClass().getSimpleName() + "." + setting.signature());
          }
        }
      }
    }
    assertThat(accepted).isEmpty();
  }

  @Test
  void wordsInPlaceOfAValue_areTrue() throws Exception {
    List<String> fields =
        settings().stream()
            .flatMap(each -> each.defaults().keySet().stream())
            .map(Setting::key)
            .toList();
    assertThat(fields).containsAll(Setting.WORDS.keySet());
    assertThat(Guard.named("x").retry(Backoff.exponential(Duration.ofMillis(1))).build().budget())
        .hasValueSatisfying(budget -> assertThat(budget.capacity()).isEqualTo(500));
    assertThat(value("ProbeRegistryBuilder.virtualThreads"))
        .isEqualTo(Runtime.version().feature() >= 24);
    assertThat(value("ReliableConsumerBuilder.concurrency"))
        .isEqualTo(Math.max(4, Runtime.getRuntime().availableProcessors()));
    assertThat(value("ReliableWorkerBuilder.concurrency"))
        .isEqualTo(value("ReliableConsumerBuilder.concurrency"));
    assertThat(value("ConsumerLagProbeBuilder.startsAtTheBeginning")).isEqualTo(false);
    assertThat(value("Builder.address")).isEqualTo(InetAddress.getLoopbackAddress());
    assertThat(value("Builder.port")).isEqualTo(0);
    assertThat(value("BreakerBuilder.countWindow")).isEqualTo(0);
    assertThat(value("HealthApiBuilder.sources"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isEmpty();
    for (String none : List.of("requestsPerMinute", "tokensPerMinute", "contextTokens")) {
      assertThat(value("Model." + none)).as(none).isEqualTo(0);
    }
  }

  private static Object value(String key) {
    return settings().stream()
        .flatMap(each -> each.defaults().entrySet().stream())
        .filter(each -> Setting.key(each.getKey()).equals(key))
        .map(each -> Objects.requireNonNull(each.getValue(), key))
        .findFirst()
        .orElseThrow();
  }
}
