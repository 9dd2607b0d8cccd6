/** What holds for the whole library, and for the drill. */
@org.jspecify.annotations.NullMarked
package com.holdwall.example;
