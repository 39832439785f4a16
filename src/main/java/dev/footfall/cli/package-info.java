/** From words on the command line to one of the jobs. */
@NullMarked
package dev.footfall.cli;

import org.jspecify.annotations.NullMarked;
