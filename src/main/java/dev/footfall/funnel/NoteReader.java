package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads the notes on a funnel. */
final class NoteReader {

  private static final Key AT = new Key("at", "2026-03-01, or 2026-03-01T09:00:00+08:00");
  private static final Key TEXT = new Key("text", "The new checkout is out");
  private static final int LONGEST_TEXT = 200;

  private final ZoneId zone;
  private final Problems problems;

  /**
   * @param zone in which a date begins
   */
  NoteReader(ZoneId zone, Problems problems) {
    this.zone = zone;
    this.problems = problems;
  }

  /** The note; empty if anything is wrong with it. */
  Optional<Note> read(YamlNode item) {
    if (!(item instanceof YamlMapping mapping)) {
      problems.add(
          item.position(),
          "a note is " + item.kind() + " where a mapping is wanted",
          "write {at: 2026-03-01, text: The new checkout is out}");
      return Optional.empty();
    }
    MappingReader reader = new MappingReader(mapping, "the note", List.of(AT, TEXT), problems);
    List.of(AT, TEXT).forEach(reader::require);
    Optional<Instant> at = Moments.read(reader, AT, zone, problems);
    Optional<String> text = reader.text(TEXT);
    if (text.isPresent() && text.get().length() > LONGEST_TEXT) {
      problems.add(
          reader.positionOf(TEXT),
          "the text of a note has more than " + LONGEST_TEXT + " characters",
          "write a shorter one");
      return Optional.empty();
    }
    return at.isPresent() && text.isPresent()
        ? Optional.of(new Note(at.get().toEpochMilli(), text.get()))
        : Optional.empty();
  }
}
