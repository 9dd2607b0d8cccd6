package com.holdwall.probes.contract;

import com.holdwall.runbook.SymptomId;

/**
 * One fault of one dependency, and the symptom that it must raise.
 *
 * @param fault the fault's name in the table, such as {@code hang}
 * @param symptom what the registry must observe
 * @param breaks breaks the dependency for real
 * @param mends mends it again
 */
public record FaultCell(String fault, SymptomId symptom, Runnable breaks, Runnable mends) {

  /**
   * Makes a cell.
   *
   * @param fault the fault's name
   * @param symptom the symptom's full name, such as {@code
   *     database-connection-issues/connection-refused}
   * @param breaks breaks the dependency
   * @param mends mends it
   * @return the cell
   */
  public static FaultCell of(String fault, String symptom, Runnable breaks, Runnable mends) {
    return new FaultCell(fault, SymptomId.parse(symptom), breaks, mends);
  }
}
