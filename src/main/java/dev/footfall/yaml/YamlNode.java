package dev.footfall.yaml;

/** A piece of YAML that knows where it stands. */
public sealed interface YamlNode permits YamlMapping, YamlSequence, YamlScalar {

  Position position();

  /** What it is, in a person's words: {@code a mapping}, {@code a list}, {@code text}. */
  String kind();
}
