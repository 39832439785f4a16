package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.wire.Compact;
import dev.footfall.wire.ImmutableSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes differences of counts for the network. They are never in state. */
final class FigureDeltaSerializer extends ImmutableSerializer<FigureDelta> {

  private static final long serialVersionUID = 1L;

  @Override
  public FigureDelta createInstance() {
    return new FigureDelta(
        new ReportVersion("", "", "", 0, "", 0, 0), new CohortWindow(0, 0), List.of());
  }

  @Override
  public void serialize(FigureDelta delta, DataOutputView target) throws IOException {
    write(delta.report(), target);
    Compact.writeSigned(delta.window().start(), target);
    Compact.writeSigned(delta.window().end(), target);
    Compact.write(delta.parts().size(), target);
    for (FigureDelta.Part part : delta.parts()) {
      write(part.cell(), target);
      Compact.writeSigned(part.since(), target);
      Compact.writeSigned(part.amounts().count(), target);
      Compact.writeSigned(part.amounts().ofThem(), target);
      Compact.writeSigned(part.amounts().millis(), target);
    }
  }

  private static void write(ReportVersion report, DataOutputView target) throws IOException {
    Compact.writeText(report.kind(), target);
    Compact.writeText(report.id(), target);
    Compact.writeText(report.version(), target);
    Compact.writeSigned(report.since(), target);
    Compact.writeText(report.breakdown(), target);
    Compact.write(report.maxValues(), target);
    Compact.writeSigned(report.horizonMillis(), target);
  }

  private static void write(Cell cell, DataOutputView target) throws IOException {
    Compact.writeText(cell.part(), target);
    Compact.writeSigned(cell.position(), target);
    Compact.writeText(cell.from(), target);
    Compact.writeText(cell.to(), target);
    Compact.writeText(cell.value(), target);
  }

  @Override
  public FigureDelta deserialize(DataInputView source) throws IOException {
    ReportVersion report = readReport(source);
    CohortWindow window = new CohortWindow(Compact.readSigned(source), Compact.readSigned(source));
    int count = (int) Compact.read(source);
    List<FigureDelta.Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(
          new FigureDelta.Part(
              readCell(source),
              Compact.readSigned(source),
              new Amounts(
                  Compact.readSigned(source),
                  Compact.readSigned(source),
                  Compact.readSigned(source))));
    }
    return new FigureDelta(report, window, parts);
  }

  private static ReportVersion readReport(DataInputView source) throws IOException {
    return new ReportVersion(
        Compact.readText(source),
        Compact.readText(source),
        Compact.readText(source),
        Compact.readSigned(source),
        Compact.readText(source),
        (int) Compact.read(source),
        Compact.readSigned(source));
  }

  private static Cell readCell(DataInputView source) throws IOException {
    return new Cell(
        Compact.readText(source),
        (int) Compact.readSigned(source),
        Compact.readText(source),
        Compact.readText(source),
        Compact.readText(source));
  }

  @Override
  public TypeSerializerSnapshot<FigureDelta> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer, should Flink ask. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FigureDelta> {
    public Snapshot() {
      super(FigureDeltaSerializer::new);
    }
  }
}
