package com.holdwall.servers;

/**
 * A real server that runs as a child process of this JVM, on a loopback port and on data of its
 * own, and that can be broken and repaired on demand.
 *
 * <p>The port and the data stay the same from the first start to {@link #close()}. A frozen server
 * still counts as running: its process lives, but answers nobody. Implementations are thread-safe;
 * the methods that change the server's state run one at a time, and each ends within a deadline.
 */
public interface ServerProcess extends AutoCloseable {

  /**
   * Starts the server and returns when it answers a real client.
   *
   * @throws IllegalStateException if it is running already, or closed
   * @throws ServerException if it cannot start or does not answer in time; the message ends with
   *     the server's last output
   */
  void start();

  /**
   * Stops the server and everything it forked with SIGSTOP, and returns when all of it stands
   * still. Connections stay open and unanswered. Freezing a frozen server changes nothing.
   *
   * @throws IllegalStateException if the server is not running
   * @throws ServerException if a process does not stop in time
   */
  void freeze();

  /**
   * Lets a frozen server go on with SIGCONT. Thawing a server that is not frozen changes nothing.
   *
   * @throws IllegalStateException if the server is not running
   * @throws ServerException if a process does not go on in time
   */
  void thaw();

  /**
   * Kills the server and everything it forked with SIGKILL, as a crash would, and returns when no
   * process is left. The data stays. Does nothing where no process is left already.
   *
   * @throws ServerException if a process outlives the deadline
   */
  void kill();

  /**
   * Starts the server again on the same port and data, after {@link #kill()} if it still runs.
   *
   * @throws IllegalStateException if it is closed
   * @throws ServerException as for {@link #start()}
   */
  void restart();

  /**
   * Kills the server and deletes its data. Closing twice does nothing more.
   *
   * @throws ServerException if a process outlives the deadline or the data cannot be deleted
   */
  @Override
  void close();

  /**
   * The port on 127.0.0.1 on which the server listens while it runs; chosen once, below the range
   * that the kernel gives to outgoing connections, so that it is still free after a crash.
   *
   * @return a port number
   */
  int port();

  /**
   * Whether the server's main process lives, frozen or not. Never blocks.
   *
   * @return true from a start until a kill, a crash or close
   */
  boolean isRunning();

  /**
   * The last lines that the server wrote to its standard output and error since its last start, for
   * the message of a failed test.
   *
   * @return at most 16 KiB of text; empty before the first start
   */
  String lastOutput();
}
