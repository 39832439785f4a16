/** YAML that knows where every value stands, and the problems found in it. */
@NullMarked
package dev.footfall.yaml;

import org.jspecify.annotations.NullMarked;
