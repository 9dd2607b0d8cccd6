package com.holdwall.probes.http.spring;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reach;
import com.holdwall.runbook.RunbookId;
import java.time.Duration;
import java.util.Optional;

/** A probe bean: Spring closes it, and so the registry must not. */
final class BorrowedProbe implements Probe {

  private final Probe bean;

  BorrowedProbe(Probe bean) {
    this.bean = bean;
  }

  @Override
  public String name() {
    return bean.name();
  }

  @Override
  public RunbookId runbook() {
    return bean.runbook();
  }

  @Override
  public ProbeSettings settings() {
    return bean.settings();
  }

  @Override
  public Reach reach() {
    return bean.reach();
  }

  @Override
  public boolean pinsThread() {
    return bean.pinsThread();
  }

  @Override
  public ProbeResult check(CheckContext context) throws Exception {
    return bean.check(context);
  }

  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    return bean.overdue(context, elapsed);
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return bean.unwrap(type);
  }
}
