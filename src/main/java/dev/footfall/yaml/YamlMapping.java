package dev.footfall.yaml;

import java.util.List;
import java.util.Optional;

/** Keys with their values, in the order written; no key comes twice. */
public record YamlMapping(Position position, List<Entry> entries) implements YamlNode {

  /** One key with its value. */
  public record Entry(YamlScalar key, YamlNode value) {

    public String name() {
      return key.text();
    }
  }

  public YamlMapping {
    entries = List.copyOf(entries);
  }

  public Optional<Entry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  public boolean has(String name) {
    return entry(name).isPresent();
  }

  @Override
  public String kind() {
    return "a mapping";
  }
}
