package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.YamlMapping;
import java.time.Duration;
import java.util.List;

/** Reads a report on when users are active. */
final class RhythmReader extends ReportReader {

  private static final List<Key> KEYS = List.of(SelectorReader.EVENT, SelectorReader.WHERE);

  RhythmReader(YamlMapping mapping, Surroundings around) {
    super(mapping, Report.Kind.RHYTHM, KEYS, around);
  }

  @Override
  Cohort defaultWindow() {
    return Cohort.of(Duration.ofDays(7));
  }

  @Override
  Report read(Report.Frame frame) {
    return new Rhythm(frame, SelectorReader.read(reader(), problems()));
  }
}
