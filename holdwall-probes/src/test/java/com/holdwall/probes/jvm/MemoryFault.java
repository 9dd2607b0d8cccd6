package com.holdwall.probes.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.zip.Deflater;

/** What is wrong with a {@link ServiceChild}'s memory; done again at each tick of 10 ms. */
enum MemoryFault {
  /** Nothing is. */
  NONE {
    @Override
    void tick(List<Object> kept, int tick) {}
  },
  /**
   * It takes 30 MB of the heap at once, then 2 MB more each second, and uses it: so slowly that a
   * breadcrumb is left many times before the last of it is gone.
   */
  GROW {
    @Override
    void tick(List<Object> kept, int tick) {
      if (tick < 30 || tick % 50 == 0) {
        kept.add(new byte[1 << 20]);
      }
    }
  },
  /** Threads that never end. */
  THREADS {
    @Override
    void tick(List<Object> kept, int tick) {
      CountDownLatch never = new CountDownLatch(1);
      Thread thread =
          new Thread(
              () -> {
                try {
                  never.await();
                } catch (InterruptedException stopped) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.setDaemon(true);
      thread.start();
      kept.add(never);
    }
  },
  /** Files that are never closed. */
  FILES {
    @Override
    void tick(List<Object> kept, int tick) throws IOException {
      InputStream open = Files.newInputStream(Path.of("/dev/null"));
      kept.add(open);
    }
  },
  /** Direct buffers that are kept, in a service that collects now and then. */
  DIRECT {
    @Override
    void tick(List<Object> kept, int tick) {
      kept.add(ByteBuffer.allocateDirect(64 << 10));
      collect(tick);
    }
  },
  /** Direct buffers that are garbage at once. */
  DIRECT_GARBAGE {
    @Override
    void tick(List<Object> kept, int tick) {
      kept.clear();
      kept.add(ByteBuffer.allocateDirect(64 << 10));
      collect(tick);
    }
  },
  /** Loaders with a class each that are kept, as after redeployments. */
  METASPACE {
    @Override
    void tick(List<Object> kept, int tick) {
      kept.add(new OneClass().define());
      kept.add(new OneClass().define());
      collect(tick);
    }
  },
  /** Loaders that are garbage at once. */
  METASPACE_GARBAGE {
    @Override
    void tick(List<Object> kept, int tick) {
      kept.clear();
      kept.add(new OneClass().define());
      kept.add(new OneClass().define());
      collect(tick);
    }
  },
  /** Compressors that are not ended: each holds a quarter of a megabyte outside the heap. */
  NATIVE {
    @Override
    void tick(List<Object> kept, int tick) {
      Deflater open = new Deflater();
      open.setInput(INPUT);
      open.deflate(OUTPUT);
      kept.add(open);
    }
  },
  /** So little of the heap is free that the collector runs nearly all the time. */
  THRASH {
    @Override
    void tick(List<Object> kept, int tick) {
      long most = Runtime.getRuntime().maxMemory();
      while (kept.size() * 4096L < most * 0.75) {
        kept.add(new byte[4096 - 16]);
      }
      for (int i = 0; i < 400; i++) {
        kept.set((tick * 400 + i) * 31 % kept.size(), new byte[4096 - 16]);
      }
    }
  };

  private static final byte[] INPUT = new byte[256 << 10];
  private static final byte[] OUTPUT = new byte[256 << 10];

  /** A loader that defines the same large class anew. */
  private static final class OneClass extends ClassLoader {

    /** A class half as large did not grow fast enough to be told within the test's patience. */
    private static final int LARGE = 12_000;

    private static final byte[] CODE = code();

    OneClass() {
      super(MemoryFault.class.getClassLoader());
    }

    private static byte[] code() {
      try (InputStream file = MemoryFault.class.getResourceAsStream("HeapWatch.class")) {
        byte[] code = Objects.requireNonNull(file, "HeapWatch.class").readAllBytes();
        if (code.length < LARGE) {
          throw new IllegalStateException(
              "a class of " + LARGE + " bytes is needed to leak enough, but has " + code.length);
        }
        return code;
      } catch (IOException broken) {
        throw new UncheckedIOException("no class to define", broken);
      }
    }

    Class<?> define() {
      return defineClass(HeapWatch.class.getName(), CODE, 0, CODE.length);
    }
  }

  abstract void tick(List<Object> kept, int tick) throws IOException;

  private static void collect(int tick) {
    if (tick % 40 == 0) {
      System.gc();
    }
  }

  static List<Object> nothing() {
    return new ArrayList<>();
  }
}
