package dev.footfall.journey;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes which version of which funnel something was counted by. */
public final class VersionSerializer {

  private VersionSerializer() {}

  public static void write(FunnelVersion version, DataOutputView target) throws IOException {
    Compact.writeText(version.id(), target);
    Compact.writeText(version.version(), target);
    target.writeLong(version.since());
    writeTexts(version.steps(), target);
    target.writeLong(version.optional());
    writeTexts(version.breakdowns(), target);
    Compact.write(version.maxValues(), target);
    Compact.write(version.withinMillis(), target);
  }

  public static FunnelVersion read(DataInputView source) throws IOException {
    return new FunnelVersion(
        Compact.readText(source),
        Compact.readText(source),
        source.readLong(),
        readTexts(source),
        source.readLong(),
        readTexts(source),
        (int) Compact.read(source),
        Compact.read(source));
  }

  private static void writeTexts(List<String> texts, DataOutputView target) throws IOException {
    Compact.write(texts.size(), target);
    for (String text : texts) {
      Compact.writeText(text, target);
    }
  }

  private static List<String> readTexts(DataInputView source) throws IOException {
    int count = (int) Compact.read(source);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(Compact.readText(source));
    }
    return texts;
  }
}
