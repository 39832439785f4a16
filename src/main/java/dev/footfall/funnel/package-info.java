/** What analysts declare: funnels, their steps, filters and windows. Plain Java. */
@NullMarked
package dev.footfall.funnel;

import org.jspecify.annotations.NullMarked;
