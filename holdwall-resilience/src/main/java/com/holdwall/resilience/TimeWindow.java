package com.holdwall.resilience;

/** The outcomes of the last so many seconds, in slices of a thirtieth. */
final class TimeWindow implements OutcomeWindow {

  private static final int SLICES = 30;
  private static final int ROWS = 4;

  private final long windowNanos;
  private final TimeSlices slices;

  TimeWindow(long windowNanos, long nowNanos) {
    this.windowNanos = windowNanos;
    this.slices = new TimeSlices(windowNanos, SLICES, ROWS, nowNanos);
  }

  /** Row 0 counts all; row 1 the failed, row 2 the slow, row 3 what is both. */
  @Override
  public void record(int outcome, long nowNanos) {
    slices.add(0, nowNanos);
    if (outcome != 0) {
      recordMarks(outcome, nowNanos);
    }
  }

  private void recordMarks(int outcome, long nowNanos) {
    for (int row = 1; row < ROWS; row++) {
      if ((outcome & row) == row) {
        slices.add(row, nowNanos);
      }
    }
  }

  @Override
  public long total(long nowNanos) {
    return slices.sum(0, nowNanos);
  }

  @Override
  public long with(int bits, long nowNanos) {
    return slices.sum(bits, nowNanos);
  }

  @Override
  public boolean turnedOnce(long sinceNanos, long nowNanos) {
    return nowNanos - sinceNanos >= windowNanos;
  }
}
