/** A HikariCP pool and the database behind it; needs HikariCP on the class path. */
@NullMarked
package com.holdwall.probes.jdbc;

import org.jspecify.annotations.NullMarked;
