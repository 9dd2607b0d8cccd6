package com.holdwall.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real file system of 64 MiB that a test may fill, remount and slow down: ext4 in a file behind a
 * loop device, or tmpfs. Needs to be root, and the right to mount. Thread-safe.
 *
 * <p>{@link #slow} lets the kernel throttle the loop device, by the blkio controller of cgroup v1:
 * each write then waits in the block layer, as on a starved volume.
 */
public final class SmallDisk implements AutoCloseable {

  /** How large it is, in bytes. */
  public static final long BYTES = 64L << 20;

  private static final Duration TOOLS = Duration.ofSeconds(60);
  private static final int INODES = 1_024;
  private static final int FILL_CHUNK = 64 << 10;
  private static final Path THROTTLE =
      Path.of("/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device");
  private static final Pattern LOOP = Pattern.compile("/dev/loop([0-9]+)");

  private final Path folder;
  private final Path mount;
  private final String device;
  private int fillers;

  private SmallDisk(Path folder, Path mount, String device) {
    this.folder = folder;
    this.mount = mount;
    this.device = device;
  }

  /**
   * Mounts an ext4 file system in a file.
   *
   * @return the file system, empty
   * @throws ServerException if it cannot be made or mounted; the message says which tool failed why
   */
  public static SmallDisk ext4() {
    Path folder = folder();
    Path image = folder.resolve("image");
    try {
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(BYTES);
      }
    } catch (IOException e) {
      throw new ServerException("no image for a small disk in " + folder, e);
    }
    Path mount = mountPoint(folder);
    // No blocks that only root may use: the tests are root.
    tool(folder, "mkfs.ext4", "-q", "-m", "0", "-N", Integer.toString(INODES), image.toString());
    String device = tool(folder, "losetup", "--find", "--show", image.toString()).strip();
    try {
      tool(folder, "mount", "-t", "ext4", device, mount.toString());
    } catch (ServerException e) {
      tool(folder, "losetup", "--detach", device);
      throw e;
    }
    return new SmallDisk(folder, mount, device);
  }

  /**
   * Mounts a tmpfs.
   *
   * @return the file system, empty
   * @throws ServerException if it cannot be mounted
   */
  public static SmallDisk tmpfs() {
    Path folder = folder();
    Path mount = mountPoint(folder);
    String options = "size=" + BYTES + ",nr_inodes=" + INODES;
    tool(folder, "mount", "-t", "tmpfs", "-o", options, "holdwall-test", mount.toString());
    return new SmallDisk(folder, mount, "");
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(TempFolder.root(), "holdwall-disk-");
    } catch (IOException e) {
      throw new ServerException("no folder for a small disk", e);
    }
  }

  private static Path mountPoint(Path folder) {
    try {
      return Files.createDirectory(folder.resolve("mount"));
    } catch (IOException e) {
      throw new ServerException("no mount point in " + folder, e);
    }
  }

  private static String tool(Path folder, String... command) {
    OsProcess process = OsProcess.launch(command[0], List.of(command), folder);
    process.awaitSuccess(Deadline.in(TOOLS));
    process.kill(Deadline.in(TOOLS));
    return process.lastOutput();
  }

  /** {@return where it is mounted} */
  public Path path() {
    return mount;
  }

  /** Writes files until no byte is left. */
  public synchronized void fillBytes() {
    write(Long.MAX_VALUE);
  }

  /**
   * Writes a file.
   *
   * @param bytes how large
   * @return how many bytes were written before the file system was full
   */
  public synchronized long write(long bytes) {
    byte[] chunk = new byte[FILL_CHUNK];
    long written = 0;
    try (OutputStream file = Files.newOutputStream(mount.resolve("filler-" + fillers++))) {
      while (written < bytes) {
        int part = (int) Math.min(chunk.length, bytes - written);
        file.write(chunk, 0, part);
        written += part;
      }
    } catch (IOException full) {
      smallest();
    }
    return written;
  }

  /** What is left after the last large chunk that fitted. */
  private void smallest() {
    for (int i = 0; i < FILL_CHUNK; i++) {
      try {
        Files.write(mount.resolve("filler-" + fillers++), new byte[1_024]);
      } catch (IOException full) {
        return;
      }
    }
  }

  /** Creates empty files until no inode is left. */
  public synchronized void fillInodes() {
    try {
      for (int i = 0; i < 2 * INODES; i++) {
        Files.createFile(mount.resolve("inode-" + i));
      }
    } catch (FileAlreadyExistsException twice) {
      throw new ServerException("inodes were taken already", twice);
    } catch (IOException full) {
      return;
    }
    throw new ServerException("more than " + 2 * INODES + " inodes in " + mount);
  }

  /** Deletes all that was filled in. */
  public synchronized void empty() {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> list = Files.list(mount)) {
      list.filter(Files::isRegularFile).forEach(files::add);
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ServerException("cannot empty " + mount, e);
    }
  }

  /** Mounts it read-only, as the kernel does after an error. */
  public void readOnly() {
    tool(folder, "mount", "-o", "remount,ro", mount.toString());
  }

  /** Mounts it for writing again. */
  public void writable() {
    tool(folder, "mount", "-o", "remount,rw", mount.toString());
  }

  /** Stops all writes to it: they hang until {@link #thaw}. */
  public void freeze() {
    tool(folder, "fsfreeze", "--freeze", mount.toString());
  }

  /** Lets writes go on. */
  public void thaw() {
    tool(folder, "fsfreeze", "--unfreeze", mount.toString());
  }

  /**
   * Throttles it.
   *
   * @param bytesPerSecond how much may be written each second
   * @throws ServerException if it has no device, or the kernel has no throttle for it
   */
  public void slow(long bytesPerSecond) {
    throttle(bytesPerSecond);
  }

  /** Ends the throttle. */
  public void fast() {
    throttle(0);
  }

  private void throttle(long bytesPerSecond) {
    Matcher loop = LOOP.matcher(device);
    if (!loop.matches()) {
      throw new ServerException("only a disk with a loop device can be slowed, not " + mount);
    }
    try {
      // The device's numbers; 0 takes the limit away.
      Files.writeString(THROTTLE, "7:" + loop.group(1) + " " + bytesPerSecond);
    } catch (IOException e) {
      throw new ServerException("the kernel cannot throttle " + device + " by " + THROTTLE, e);
    }
  }

  /** Unmounts it and deletes its file. */
  @Override
  public void close() {
    if (!device.isEmpty() && Files.isWritable(THROTTLE)) {
      throttle(0);
    }
    ShortCommand.run(List.of("fsfreeze", "--unfreeze", mount.toString()));
    tool(folder, "umount", "--lazy", mount.toString());
    if (!device.isEmpty()) {
      tool(folder, "losetup", "--detach", device);
    }
    try {
      TempFolder.delete(folder);
    } catch (IOException e) {
      throw new ServerException("cannot delete " + folder, e);
    }
  }
}
