package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import java.io.Serializable;
import java.util.Set;

/** Which properties of events name units that a declaration asks for, users apart. */
public interface UnitProperties extends Serializable {

  /** Those of the whole declaration; may be none. */
  Set<String> in(Declaration declaration);
}
