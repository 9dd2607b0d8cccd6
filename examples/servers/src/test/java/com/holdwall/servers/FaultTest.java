package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

  @Test
  void negativeValues_areRejectedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fault.Delay(Duration.ofMillis(-1), Duration.ZERO))
        .withMessage("towardServer must be 0 or more, but is PT-0.001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fault.Cut(-1))
        .withMessage("bytes must be 0 or more, but is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProxyTraffic(0, -1, 0, 0))
        .withMessageContaining("must be 0 or more");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_536})
  void portOutsideItsRange_isRejectedByName(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FaultProxy.to(port))
        .withMessage("targetPort must be within 1 and 65535, but is " + port);
  }

  @Test
  void optionsOutsideTheirRange_areRejectedByNameWithoutThePassword() {
    PostgresOptions defaults = PostgresOptions.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withMaxConnections(3))
        .withMessage("maxConnections must be within 4 and 10000, but is 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withStartTimeout(Duration.ZERO))
        .withMessage("startTimeout must be above 0, but is PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withPassword("two\nlines"))
        .withMessage("password must be a single line without its line end");
    assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPassword(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withSetting("x=1 -c y", "1"))
        .withMessageContaining("but is x=1 -c y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PostgresOptions("", 100, Duration.ofSeconds(1), Map.of("Upper", "1")));
  }
}
