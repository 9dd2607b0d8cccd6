/** What every probe must do, shown on a real server: the contract, the faults and their table. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.contract;
