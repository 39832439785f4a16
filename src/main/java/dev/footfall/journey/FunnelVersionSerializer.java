package dev.footfall.journey;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes versions of funnels, as a part of what travels with them. */
public final class FunnelVersionSerializer {

  private FunnelVersionSerializer() {}

  public static void write(FunnelVersion version, DataOutputView target) throws IOException {
    Compact.writeText(version.id(), target);
    Compact.writeText(version.version(), target);
    Compact.writeSigned(version.since(), target);
    writeTexts(version.steps(), target);
    Compact.write(version.optional(), target);
    writeTexts(version.breakdowns(), target);
    Compact.write(version.maxValues(), target);
    Compact.writeSigned(version.withinMillis(), target);
  }

  public static FunnelVersion read(DataInputView source) throws IOException {
    return new FunnelVersion(
        Compact.readText(source),
        Compact.readText(source),
        Compact.readSigned(source),
        readTexts(source),
        Compact.read(source),
        readTexts(source),
        (int) Compact.read(source),
        Compact.readSigned(source));
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
