package dev.footfall.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A mapping turned round: from a path to what stands there. */
final class MappedPlaces {

  /** What can stand at a path. */
  enum Role {
    EVENT,
    USER,
    TIME,
    ID,
    PROPERTIES,
    PAIRS;

    /** Whether one text fills it. */
    boolean isText() {
      return ordinal() < PROPERTIES.ordinal();
    }
  }

  /** One role of a path, and the path's rank among those that can fill the role. */
  record Target(Role role, int rank) {}

  /** What a path that the mapping does not name is for. */
  static final List<Target> NONE = List.of();

  private final Map<String, List<Target>> targets = new HashMap<>();
  private final Set<String> ancestors = new HashSet<>();

  MappedPlaces(EventMapping mapping) {
    add(Role.EVENT, mapping.event());
    add(Role.USER, mapping.user());
    add(Role.TIME, mapping.time());
    add(Role.ID, mapping.id());
    add(Role.PROPERTIES, mapping.properties());
    add(Role.PAIRS, mapping.pairs());
    for (String path : mapping.paths()) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        ancestors.add(path.substring(0, dot));
      }
    }
  }

  private void add(Role role, List<String> paths) {
    for (int rank = 0; rank < paths.size(); rank++) {
      targets
          .computeIfAbsent(paths.get(rank), path -> new ArrayList<>(1))
          .add(new Target(role, rank));
    }
  }

  /** What stands at this path. */
  List<Target> at(String path) {
    return targets.getOrDefault(path, NONE);
  }

  /** Whether a mapped path leads through this one. */
  boolean leadThrough(String path) {
    return ancestors.contains(path);
  }
}
