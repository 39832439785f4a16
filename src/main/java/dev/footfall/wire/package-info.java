/**
 * How values are written between operators and in state: what the serializers of all rooms share.
 */
@NullMarked
package dev.footfall.wire;

import org.jspecify.annotations.NullMarked;
