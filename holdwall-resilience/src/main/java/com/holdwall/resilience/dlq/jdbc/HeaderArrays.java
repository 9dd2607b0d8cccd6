package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.RawHeader;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headers as two arrays of the same length: names may repeat, values are bytes or null. */
final class HeaderArrays {

  private HeaderArrays() {}

  /** Sets two parameters of a statement, from {@code index} on. */
  static void set(PreparedStatement statement, int index, List<RawHeader> headers)
      throws SQLException {
    String[] names = new String[headers.size()];
    byte[][] values = new byte[headers.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = headers.get(i).name();
      fill(values, i, headers.get(i).value());
    }
    var connection = statement.getConnection();
    statement.setArray(index, connection.createArrayOf("text", names));
    statement.setArray(index + 1, connection.createArrayOf("bytea", values));
  }

  @SuppressWarnings("NullAway") // an element may be null; the array's type cannot say so
  private static void fill(byte[][] values, int i, byte @Nullable [] value) {
    values[i] = value;
  }

  /** Reads two columns, from {@code index} on. */
  static List<RawHeader> get(ResultSet row, int index) throws SQLException {
    Object[] names = array(row, index);
    Object[] values = array(row, index + 1);
    List<RawHeader> headers = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      headers.add(new RawHeader((String) names[i], (byte[]) values[i]));
    }
    return List.copyOf(headers);
  }

  private static Object[] array(ResultSet row, int index) throws SQLException {
    Array array = row.getArray(index);
    return (Object[]) array.getArray();
  }
}
