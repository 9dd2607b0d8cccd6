package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorFilterTest {

  private static final double LIMIT = 1_000;

  private final List<String> floors = new ArrayList<>();
  private final FloorFilter filter =
      new FloorFilter((nanos, used) -> floors.add(nanos + ":" + (int) used));
  private long now;

  private void part(double... sizes) {
    for (double size : sizes) {
      filter.part(now++, size, LIMIT);
    }
  }

  private void whole(double size) {
    filter.whole(now++, size);
  }

  @Test
  void partOfTheHeap_showsAFloorWhereADescentEnds() {
    part(100, 200, 300, 120, 130);
    assertThat(floors).containsExactly("3:120");
  }

  @Test
  void descentInSeveralSteps_hasItsFloorAtItsEnd() {
    part(300, 200, 150, 149, 160);
    assertThat(floors).containsExactly("3:149");
  }

  @Test
  void fallOfLessThanHalfAPercent_isNoDescent() {
    part(300, 296, 300, 296, 310);
    assertThat(floors).isEmpty();
  }

  @Test
  void floor_isToldOnlyWhenTheNextSizeIsNotBelowIt() {
    part(300, 100);
    assertThat(floors).isEmpty();
    part(100);
    assertThat(floors).containsExactly("1:100");
  }

  @Test
  void wholeHeap_isAFloorEachTime_alsoOfWhatOnlyGrows() {
    whole(100);
    whole(110);
    whole(120);
    assertThat(floors).containsExactly("0:100", "1:110", "2:120");
  }

  @Test
  void wholeHeap_endsADescentOrGoesOnWithIt() {
    part(300, 100);
    whole(150);
    assertThat(floors).containsExactly("1:100", "2:150");
    floors.clear();
    part(300, 100);
    whole(50);
    assertThat(floors).containsExactly("5:50");
  }
}
