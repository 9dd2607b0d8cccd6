@NullMarked
package com.holdwall.probes.http.spring;

import org.jspecify.annotations.NullMarked;
