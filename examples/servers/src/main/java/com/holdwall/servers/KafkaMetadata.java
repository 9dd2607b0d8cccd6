package com.holdwall.servers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The one question that tells whether a broker is ready: its answer to a Metadata request, version
 * 1, on a connection without encryption and credentials. Written by hand, so that no Kafka client
 * comes with the servers. Stateless.
 */
final class KafkaMetadata {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final short METADATA = 3;
  private static final short VERSION = 1;
  private static final int ALL_TOPICS = -1;

  private KafkaMetadata() {}

  /** Whether the broker has joined its cluster and leads all that is stored on it. */
  static boolean complete(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Loopback.address(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      ask(new DataOutputStream(socket.getOutputStream()));
      return complete(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      return false;
    }
  }

  private static void ask(DataOutputStream out) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(request);
    fields.writeShort(METADATA);
    fields.writeShort(VERSION);
    fields.writeInt(1);
    fields.writeShort(-1);
    fields.writeInt(ALL_TOPICS);
    out.writeInt(request.size());
    out.write(request.toByteArray());
    out.flush();
  }

  private static boolean complete(DataInputStream in) throws IOException {
    // The answer's length, and the request's number.
    in.readInt();
    in.readInt();
    int brokers = in.readInt();
    for (int i = 0; i < brokers; i++) {
      in.readInt();
      skipText(in);
      in.readInt();
      skipText(in);
    }
    in.readInt();
    int topics = in.readInt();
    boolean led = brokers > 0;
    for (int i = 0; i < topics; i++) {
      led &= led(in);
    }
    return led;
  }

  private static boolean led(DataInputStream in) throws IOException {
    in.readShort();
    skipText(in);
    in.readBoolean();
    int partitions = in.readInt();
    boolean led = true;
    for (int i = 0; i < partitions; i++) {
      in.readShort();
      in.readInt();
      led &= in.readInt() >= 0;
      in.skipNBytes(4L * in.readInt());
      in.skipNBytes(4L * in.readInt());
    }
    return led;
  }

  private static void skipText(DataInputStream in) throws IOException {
    in.skipNBytes(Math.max(0, in.readShort()));
  }
}
