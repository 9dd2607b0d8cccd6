@NullMarked
package com.holdwall.probes.http;

import org.jspecify.annotations.NullMarked;
