/** Tests of the memory probe: rules on recorded and made series, and real child processes. */
@org.jspecify.annotations.NullMarked
package com.holdwall.probes.jvm;
