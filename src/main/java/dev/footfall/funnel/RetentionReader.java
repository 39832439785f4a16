package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.YamlMapping;
import java.util.List;

/** Reads a report on how many users come back. */
final class RetentionReader extends ReportReader {

  private static final Key ENTRY = new Key("entry", "register");
  private static final Key RETURN = new Key("return", "[login, open]");
  private static final Key DAYS = new Key("days", "30");

  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_DAYS = 365;

  RetentionReader(YamlMapping mapping, Surroundings around) {
    super(mapping, Report.Kind.RETENTION, List.of(ENTRY, RETURN, DAYS), around);
  }

  @Override
  Report read(Report.Frame frame) {
    List.of(ENTRY, RETURN).forEach(reader()::require);
    return new Retention(
        frame,
        selector(ENTRY),
        selector(RETURN),
        reader().wholeNumber(DAYS, 1, MOST_DAYS).orElse(DEFAULT_DAYS));
  }
}
