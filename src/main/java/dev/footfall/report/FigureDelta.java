package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.wire.OwnTypeFactory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * How the counts of one window of a report have changed.
 *
 * @param report which
 * @param window which
 * @param parts what changed
 */
@TypeInfo(FigureDelta.OwnType.class)
public record FigureDelta(ReportVersion report, CohortWindow window, List<Part> parts) {

  /**
   * How one cell has changed.
   *
   * @param cell which
   * @param since the earliest event time at which something of it came about
   * @param amounts by how much
   */
  public record Part(Cell cell, long since, Amounts amounts) {}

  /** The window's name. */
  public WindowKey key() {
    return new WindowKey(report.id(), report.version(), window.start());
  }

  /** Tells Flink how it is written. */
  public static final class OwnType extends OwnTypeFactory<FigureDelta> {
    public OwnType() {
      super(FigureDelta.class, new FigureDeltaSerializer());
    }
  }
}
