@NullMarked
package dev.footfall.experiment;

import org.jspecify.annotations.NullMarked;
