@NullMarked
package com.holdwall.probes.http.jdk;

import org.jspecify.annotations.NullMarked;
