package com.holdwall.resilience.dlq.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

  private final OffsetTracker<Slot> tracker = new OffsetTracker<>();

  @Test
  void nothingSeen_nothingIsCommitted() {
    assertThat(tracker.dirty()).isFalse();
    assertThat(tracker.watermark()).isEqualTo(OffsetTracker.NOTHING);
  }

  @Test
  void laterRecordDoneFirst_watermarkStaysAtTheEarlierOne() {
    Slot first = add(5);
    Slot second = add(6);
    second.complete();
    tracker.advance(gone -> {});
    assertThat(tracker.watermark()).isEqualTo(5);
    first.complete();
    tracker.advance(gone -> {});
    assertThat(tracker.watermark()).isEqualTo(7);
    assertThat(tracker.size()).isZero();
  }

  @Test
  void positionBehindAMarker_isCommittedWhenAllIsDone() {
    Slot only = add(5);
    tracker.reached(8);
    assertThat(tracker.watermark()).isEqualTo(5);
    only.complete();
    tracker.advance(gone -> {});
    assertThat(tracker.watermark()).isEqualTo(8);
  }

  @Test
  void committedWatermark_isNotCommittedAgain() {
    add(5).complete();
    tracker.advance(gone -> {});
    assertThat(tracker.dirty()).isTrue();
    tracker.committed(6);
    assertThat(tracker.dirty()).isFalse();
  }

  @Test
  void offsetThatWasSeen_isRefused() {
    add(5);
    assertThatThrownBy(() -> add(5)).isInstanceOf(IllegalStateException.class);
  }

  private Slot add(long offset) {
    Slot slot = new Slot(offset);
    tracker.add(slot);
    return slot;
  }

  /** Records come with gaps, are done in any order, and the watermark is asked for in between. */
  @Property
  void anyOrder_watermarkNeverPassesAnIncompleteRecord_andReachesTheEnd(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 1, max = 3) Integer> gaps,
      @ForAll @Size(max = 400) List<@IntRange(max = 1_000) Integer> steps) {
    OffsetTracker<Slot> tracker = new OffsetTracker<>();
    List<Slot> slots = new ArrayList<>();
    long offset = 0;
    long before = OffsetTracker.NOTHING;
    List<Slot> handed = new ArrayList<>();
    var coming = gaps.iterator();
    for (int step : steps) {
      if (step % 2 == 0 && coming.hasNext()) {
        offset += coming.next();
        Slot slot = new Slot(offset);
        tracker.add(slot);
        slots.add(slot);
      } else if (!slots.isEmpty()) {
        slots.get(step % slots.size()).complete();
      }
      tracker.advance(handed::add);
      long watermark = tracker.watermark();
      assertThat(slots.stream().filter(s -> !s.completed()))
          .allMatch(open -> watermark <= open.slotOffset());
      assertThat(watermark).isGreaterThanOrEqualTo(before);
      before = watermark;
    }
    slots.forEach(Slot::complete);
    tracker.advance(handed::add);
    assertThat(tracker.watermark()).isEqualTo(slots.isEmpty() ? OffsetTracker.NOTHING : offset + 1);
    assertThat(handed).isSortedAccordingTo((a, b) -> Long.compare(a.slotOffset(), b.slotOffset()));
    assertThat(handed).doesNotHaveDuplicates();
  }
}
