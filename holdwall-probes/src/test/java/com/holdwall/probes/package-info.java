@NullMarked
package com.holdwall.probes;

import org.jspecify.annotations.NullMarked;
