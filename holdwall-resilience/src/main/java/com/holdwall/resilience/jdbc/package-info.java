/**
 * A data source that outlives the restart of its database: it retries getting a connection, and
 * never a statement.
 */
@NullMarked
package com.holdwall.resilience.jdbc;

import org.jspecify.annotations.NullMarked;
