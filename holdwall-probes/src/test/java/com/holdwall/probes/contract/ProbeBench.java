package com.holdwall.probes.contract;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ServerProcess;
import java.util.List;

/**
 * A real server behind a proxy, and probes that look at it through the proxy. Closing it closes the
 * server, the proxy and whatever the probes were given.
 */
public interface ProbeBench extends AutoCloseable {

  /** {@return the dependency's name in the fault matrix, such as {@code PostgreSQL}} */
  String dependency();

  /** {@return the server, running} */
  ServerProcess server();

  /** {@return the proxy in front of it, through which every probe of this bench goes} */
  FaultProxy proxy();

  /**
   * Makes a probe. One probe is open at a time.
   *
   * @param settings when it runs
   * @return a probe, closed by the caller; closing it closes all of its connections to the proxy
   */
  Probe probe(ProbeSettings settings);

  /** {@return the symptom of a server that refuses connections, as {@code runbook/symptom}} */
  String whenRefused();

  /** {@return the symptom of a server that takes connections and does not answer} */
  String whenHanging();

  /**
   * {@return the faults of this dependency beyond those that every server knows: slow, wrong
   * credentials, read-only, full, ...}
   */
  List<FaultCell> more();

  @Override
  void close();
}
