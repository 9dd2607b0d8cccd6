@NullMarked
package com.holdwall.probes.jdbc;

import org.jspecify.annotations.NullMarked;
