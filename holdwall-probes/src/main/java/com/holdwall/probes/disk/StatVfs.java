package com.holdwall.probes.disk;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The C function {@code statvfs}, which knows of inodes what Java does not. It is called by the
 * foreign function interface of Java 22, by reflection because the library is compiled for Java 17,
 * and only where the service allows it: otherwise the JVM prints a warning, later it refuses.
 */
final class StatVfs {

  /** More than the structure has on any Linux. */
  private static final int SIZE = 256;

  /** Where {@code f_files} and {@code f_favail} are, in bytes, on 64-bit Linux. */
  private static final int FILES = 40;

  private static final int AVAILABLE = 56;

  /** Loaded when a check first needs it. */
  private static final class Loaded {
    private static final StatVfs FUNCTION = new StatVfs();
  }

  private final String reason;
  private final @Nullable MethodHandle function;

  private StatVfs() {
    String why = missing();
    MethodHandle handle = null;
    if (why.isEmpty()) {
      try {
        handle = link();
      } catch (ReflectiveOperationException | RuntimeException broken) {
        why = "statvfs cannot be called: " + broken.getClass().getSimpleName();
      }
    }
    this.reason = why;
    this.function = handle;
  }

  static Inodes.Answer inodes(Path path) {
    return Loaded.FUNCTION.ask(path);
  }

  private static String missing() {
    if (Runtime.version().feature() < 22) {
      return "counting inodes needs Java 22 or newer, but this is " + Runtime.version().feature();
    }
    String system = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
    if (!system.equals("Linux amd64") && !system.equals("Linux aarch64")) {
      return "counting inodes is for 64-bit Linux, but this is " + system;
    }
    return allowed()
        ? ""
        : "counting inodes needs the JVM option --enable-native-access=ALL-UNNAMED";
  }

  private static boolean allowed() {
    try {
      Method enabled = Module.class.getMethod("isNativeAccessEnabled");
      return (boolean) enabled.invoke(StatVfs.class.getModule());
    } catch (ReflectiveOperationException old) {
      return false;
    }
  }

  private static MethodHandle link() throws ReflectiveOperationException {
    Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
    Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
    Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
    Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
    Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
    Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
    Object linker = linkerType.getMethod("nativeLinker").invoke(null);
    Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
    Object found =
        Class.forName("java.lang.foreign.SymbolLookup")
            .getMethod("find", String.class)
            .invoke(lookup, "statvfs");
    Object symbol = ((Optional<?>) found).orElseThrow(() -> new IllegalStateException("statvfs"));
    Object address = values.getField("ADDRESS").get(null);
    Object parameters = java.lang.reflect.Array.newInstance(layoutType, 2);
    java.lang.reflect.Array.set(parameters, 0, address);
    java.lang.reflect.Array.set(parameters, 1, address);
    Object descriptor =
        descriptorType
            .getMethod("of", layoutType, parameters.getClass())
            .invoke(null, values.getField("JAVA_INT").get(null), parameters);
    Object options = java.lang.reflect.Array.newInstance(optionType, 0);
    return (MethodHandle)
        linkerType
            .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
            .invoke(linker, symbol, descriptor, options);
  }

  private Inodes.Answer ask(Path path) {
    if (function == null) {
      return Inodes.Answer.unknown(reason);
    }
    // Direct memory has an address, which is all that the function wants: no arena is needed.
    ByteBuffer answer = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    try {
      int result = (int) function.invokeWithArguments(segment(name(path)), segment(answer));
      if (result != 0) {
        return Inodes.Answer.unknown("statvfs failed for " + path);
      }
    } catch (Throwable broken) {
      if (broken instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      return Inodes.Answer.unknown("statvfs broke: " + broken.getClass().getSimpleName());
    }
    long all = answer.getLong(FILES);
    return all <= 0
        ? Inodes.Answer.unknown("the file system of " + path + " has no fixed number of inodes")
        : Inodes.Answer.of(new Inodes(all, answer.getLong(AVAILABLE)));
  }

  private static ByteBuffer name(Path path) {
    byte[] bytes = path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length + 1).put(bytes).put((byte) 0).flip();
  }

  private static Object segment(ByteBuffer buffer) throws ReflectiveOperationException {
    try {
      return Class.forName("java.lang.foreign.MemorySegment")
          .getMethod("ofBuffer", java.nio.Buffer.class)
          .invoke(null, buffer);
    } catch (InvocationTargetException broken) {
      throw new IllegalStateException(broken.getCause());
    }
  }
}
