/** That it does what it says, on a real broker. */
@org.jspecify.annotations.NullMarked
package com.holdwall.example.redrive;
