package dev.footfall.table;

import java.util.Optional;

/** What each {@code ${NAME}} in the declaration of a table stands for. */
@FunctionalInterface
public interface Names {

  /** What the name stands for; empty if that is not known. */
  Optional<String> value(String name);

  /** Why a name that stands for nothing does so. */
  default String whatIsWrongWith(String name) {
    return "${" + name + "} is not set";
  }

  /** What to do so that the name stands for something. */
  default String whatToDoAbout(String name) {
    return "set the environment variable " + name;
  }
}
