package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.jvm.CollectorKind.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as JDK 17 and 25 have them, written down from real processes. */
class CollectorKindTest {

  @ParameterizedTest
  @CsvSource({
    "G1 Young Generation, end of minor GC, 3, PART",
    "G1 Old Generation, end of major GC, 3, ALL",
    "G1 Concurrent GC, end of concurrent GC pause, 3, NOTHING",
    "Copy, end of minor GC, 3, PART",
    "MarkSweepCompact, end of major GC, 3, ALL",
    "PS Scavenge, end of minor GC, 3, PART",
    "PS MarkSweep, end of major GC, 3, ALL",
    "ZGC Cycles, end of GC cycle, 1, WHOLE",
    "ZGC Pauses, end of GC pause, 1, NOTHING",
    "ZGC Minor Cycles, end of GC cycle, 2, PART",
    "ZGC Minor Pauses, end of GC pause, 2, NOTHING",
    "ZGC Major Cycles, end of GC cycle, 2, WHOLE",
    "ZGC Major Pauses, end of GC pause, 2, NOTHING",
    "Shenandoah Cycles, end of GC cycle, 1, WHOLE",
    "Shenandoah Pauses, Final Mark, 1, NOTHING",
    "Shenandoah Cycles, end of GC cycle, 2, PART"
  })
  void scope_isWhatTheCollectionLookedAt(String collector, String action, int pools, Scope scope) {
    assertThat(CollectorKind.scope(collector, action, pools)).isEqualTo(scope);
  }

  @Test
  void pool_isTheOneOfObjectsThatLiveLong() {
    assertThat(CollectorKind.pool(List.of("G1 Eden Space", "G1 Old Gen", "G1 Survivor Space")))
        .contains("G1 Old Gen");
    assertThat(CollectorKind.pool(List.of("Tenured Gen", "Eden Space", "Survivor Space")))
        .contains("Tenured Gen");
    assertThat(CollectorKind.pool(List.of("PS Old Gen", "PS Survivor Space", "PS Eden Space")))
        .contains("PS Old Gen");
    assertThat(CollectorKind.pool(List.of("ZHeap"))).contains("ZHeap");
    assertThat(CollectorKind.pool(List.of("ZGC Old Generation", "ZGC Young Generation")))
        .contains("ZGC Old Generation");
    assertThat(CollectorKind.pool(List.of("Shenandoah"))).contains("Shenandoah");
    assertThat(CollectorKind.pool(List.of("Shenandoah Young Gen", "Shenandoah Old Gen")))
        .contains("Shenandoah Old Gen");
    assertThat(CollectorKind.pool(List.of("nursery", "mature"))).isEmpty();
  }

  @Test
  void poolThatIsCollectedBesideTheService_isToldByItsName() {
    assertThat(List.of("ZHeap", "ZGC Old Generation", "Shenandoah", "Shenandoah Old Gen"))
        .allMatch(CollectorKind::besideTheService);
    assertThat(List.of("G1 Old Gen", "PS Old Gen", "Tenured Gen"))
        .noneMatch(CollectorKind::besideTheService);
  }
}
