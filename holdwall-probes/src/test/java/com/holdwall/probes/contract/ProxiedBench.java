package com.holdwall.probes.contract;

import com.holdwall.servers.Fault;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.ServerProcess;
import java.time.Duration;

/**
 * A real server in a process of its own behind a proxy, and the faults that most of them share: a
 * probe's bench says what is its own.
 *
 * @param <S> the server's kind
 */
public abstract class ProxiedBench<S extends ServerProcess> implements ProbeBench {

  private final String dependency;
  private final S server;
  private final FaultProxy proxy;

  /**
   * Puts a proxy in front of a server.
   *
   * @param dependency its name in the fault matrix
   * @param server the server; closed with this
   */
  protected ProxiedBench(String dependency, S server) {
    this(dependency, server, server.port());
  }

  /**
   * Puts a proxy in front of one of a server's ports, or of what stands before it.
   *
   * @param dependency its name in the fault matrix
   * @param server the server; closed with this
   * @param port where the proxy leads to
   */
  protected ProxiedBench(String dependency, S server, int port) {
    this.dependency = dependency;
    this.server = server;
    this.proxy = FaultProxy.to(port);
  }

  @Override
  public final String dependency() {
    return dependency;
  }

  @Override
  public final S server() {
    return server;
  }

  @Override
  public final FaultProxy proxy() {
    return proxy;
  }

  /** {@return the same as of one that refuses, unless a probe can tell the two apart} */
  @Override
  public String whenHanging() {
    return whenRefused();
  }

  /** Requests and answers come so much later. */
  protected final FaultCell slow(String symptom, Duration delay) {
    return slow(symptom, delay, delay);
  }

  /** Requests come so much later, and answers so much. */
  protected final FaultCell slow(String symptom, Duration towardServer, Duration towardClient) {
    Fault delay = new Fault.Delay(towardServer, towardClient);
    return FaultCell.of("slow", symptom, () -> proxy.inject(delay), proxy::heal);
  }

  /** The server takes other credentials than the probe has, and those again. */
  protected final FaultCell wrongCredentials(String symptom, Runnable change, Runnable back) {
    return FaultCell.of("wrong credentials", symptom, change, back);
  }

  /** Who is connected stays so: the connections are cut, as a restart of the proxy's would. */
  protected final void cutConnections() {
    proxy.inject(new Fault.Reset());
    proxy.heal();
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
