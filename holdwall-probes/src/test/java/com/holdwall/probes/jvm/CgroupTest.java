package com.holdwall.probes.jvm;

import static com.holdwall.probes.jvm.CgroupTree.MB;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {

  private static final Instant AT = Instant.parse("2026-11-26T03:00:00Z");

  @TempDir Path root;
  private CgroupTree tree;

  @BeforeEach
  void emptyTree() {
    tree = new CgroupTree(root);
  }

  private Cgroup found() {
    return Cgroup.find(root).orElseThrow();
  }

  @Test
  void second_inANamespaceOfItsOwn() {
    tree.second().events("sys/fs/cgroup", 8, 3);
    assertThat(found().limit()).hasValue(200 * MB);
    assertThat(found().workingSet()).hasValue(90 * MB);
    assertThat(found().kills()).hasValue(3);
    assertThat(found().hits()).hasValue(8);
    assertThat(found().version()).isEqualTo("cgroup v2");
  }

  @Test
  void second_ofTheGroupsAbove_theLowestLimitBinds() {
    tree.second()
        .file("proc/self/cgroup", "0::/pod/service\n")
        .secondGroup("sys/fs/cgroup/pod", 70 * MB, Long.toString(80 * MB))
        .secondGroup("sys/fs/cgroup/pod/service", 40 * MB, "max");
    assertThat(found().limit()).hasValue(80 * MB);
    assertThat(found().workingSet()).hasValue(60 * MB);
  }

  @Test
  void second_withoutALimitAnywhere_isTheProcessesOwnGroup() {
    tree.second()
        .file("proc/self/cgroup", "0::/service\n")
        .secondGroup("sys/fs/cgroup", 900 * MB, "max")
        .secondGroup("sys/fs/cgroup/service", 40 * MB, "max");
    assertThat(found().limit()).isEmpty();
    assertThat(found().workingSet()).hasValue(30 * MB);
  }

  @Test
  void first_inDocker_thePathIsTheHosts_andTheMountIsTheContainers() {
    tree.first();
    assertThat(found().limit()).hasValue(300 * MB);
    assertThat(found().workingSet()).hasValue(130 * MB);
    assertThat(found().kills()).hasValue(2);
    assertThat(found().hits()).hasValue(3);
    assertThat(found().version()).isEqualTo("cgroup v1");
  }

  @Test
  void first_theLargestNumberThereIs_isNoLimit() {
    tree.first().firstGroup("sys/fs/cgroup/memory", MB, 9223372036854771712L);
    assertThat(found().limit()).isEmpty();
  }

  @Test
  void noGroupOfMemory_isNone() {
    assertThat(Cgroup.find(root)).isEmpty();
    tree.file("proc/self/cgroup", "nonsense\n::\n").file("proc/self/mountinfo", "a b\n - \n");
    assertThat(Cgroup.find(root)).isEmpty();
  }

  @Test
  void damagedFiles_giveNoNumber() {
    tree.second()
        .file("sys/fs/cgroup/memory.max", "lots\n")
        .file("sys/fs/cgroup/memory.events", "");
    assertThat(found().limit()).isEmpty();
    assertThat(found().kills()).isEmpty();
  }

  @Test
  void path_cannotLeadOutOfTheMount() {
    tree.second().file("proc/self/cgroup", "0::/../../etc\n");
    assertThat(found().limit()).hasValue(200 * MB);
  }

  @Test
  void kills_countFromTheStart_andAreHeldForAWhile() {
    tree.second().events("sys/fs/cgroup", 0, 5);
    ContainerMemory memory = new ContainerMemory(root, OptionalLong.empty(), AT);
    memory.read(AT);
    assertThat(memory.kills()).isZero();
    tree.events("sys/fs/cgroup", 4, 6);
    assertThat(memory.read(AT).hits()).isEqualTo(4);
    assertThat(memory.kills()).isEqualTo(1);
    Duration hour = Duration.ofHours(1);
    assertThat(memory.killedWithin(hour, AT.plusSeconds(3_599))).isTrue();
    assertThat(memory.killedWithin(hour, AT.plusSeconds(3_600))).isFalse();
  }

  @Test
  void ratio_isOfTheContainer_orOfTheProcessWhereTheLimitIsConfigured() {
    tree.second();
    ContainerMemory container = new ContainerMemory(root, OptionalLong.empty(), AT);
    assertThat(container.read(AT).ratio()).contains(0.45);
    assertThat(container.read(AT).left()).isEqualTo(110.0 * MB);
    ContainerMemory configured = new ContainerMemory(root, OptionalLong.of(400 * MB), AT);
    assertThat(configured.read(AT).ratio()).contains(0.5);
  }

  @Test
  void thisMachine_isRead() {
    ContainerMemory memory = new ContainerMemory(Path.of("/"), OptionalLong.empty(), AT);
    ContainerMemory.Usage usage = memory.read(AT);
    assertThat(usage.resident().orElse(0)).isGreaterThan(10 * MB);
    if (Files.isReadable(Path.of("/sys/fs/cgroup/memory/memory.usage_in_bytes"))
        || Files.isReadable(Path.of("/sys/fs/cgroup/memory.current"))) {
      assertThat(usage.used()).isPresent();
      assertThat(memory.countsKills()).isTrue();
    }
  }
}
