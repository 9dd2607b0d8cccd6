/** The directories that a service writes to: space, inodes, time to full, and how fast they are. */
@NullMarked
package com.holdwall.probes.disk;

import org.jspecify.annotations.NullMarked;
