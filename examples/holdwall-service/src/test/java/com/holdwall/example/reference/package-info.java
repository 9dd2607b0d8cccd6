/** The reference pages, made from the library as it is, and the tests that hold them to it. */
@NullMarked
package com.holdwall.example.reference;

import org.jspecify.annotations.NullMarked;
