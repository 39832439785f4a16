package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.YamlMapping;
import java.time.Duration;
import java.util.List;

/** Reads a report on channels. */
final class ChannelsReader extends ReportReader {

  private static final Key TOUCH = new Key("touch", "visit");
  private static final Key CHANNEL = new Key("channel", "utm_source");
  private static final Key CONVERSION = new Key("conversion", "purchase");
  private static final Key LOOK_BACK = new Key("look_back", "30d");
  private static final Key COSTS = new Key("costs", "{social: 120, partner: 80.5}");

  private static final Duration DEFAULT_LOOK_BACK = Duration.ofDays(30);

  ChannelsReader(YamlMapping mapping, Surroundings around) {
    super(
        mapping,
        Report.Kind.CHANNELS,
        List.of(TOUCH, CHANNEL, CONVERSION, LOOK_BACK, COSTS),
        around);
  }

  /** A touch is any event that bears a channel, unless it is said which. */
  @Override
  Report read(Report.Frame frame) {
    List.of(CHANNEL, CONVERSION).forEach(reader()::require);
    return new Channels(
        frame,
        selector(TOUCH),
        reader().text(CHANNEL).orElse(""),
        selector(CONVERSION),
        remembered(LOOK_BACK, DEFAULT_LOOK_BACK).toMillis(),
        reader().amounts(COSTS));
  }
}
