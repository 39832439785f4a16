package dev.footfall.cli;

import dev.footfall.funnel.Experiment;
import dev.footfall.metric.VerdictRow;
import dev.footfall.table.RowFields;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rows of experiments. */
record VerdictRows(List<VerdictRow> verdicts, List<Experiment> experiments) implements ReportRows {

  private static final List<String> HEADER =
      List.of(
          "variant",
          "step",
          "verdict",
          "exposed",
          "had their time",
          "converted",
          "rate",
          "difference",
          "at every look",
          "p",
          "lift");

  private static final int FIRST_NUMBER = 3;

  @Override
  public List<String> fields() {
    return RowFields.VERDICTS.names();
  }

  @Override
  public List<List<@Nullable Object>> rows() {
    return verdicts.stream().map(RowFields.VERDICTS::of).toList();
  }

  /** A table for each experiment that somebody was exposed to, and a line for each other. */
  @Override
  public void printTable(PrintWriter out) {
    for (Experiment experiment : experiments) {
      out.println(
          experiment.id().equals(experiment.title())
              ? experiment.id()
              : experiment.id() + ": " + experiment.title());
      List<VerdictRow> its =
          verdicts.stream().filter(row -> row.experiment().equals(experiment.id())).toList();
      if (its.isEmpty()) {
        out.println("  nobody was exposed to it, or only after its last look in these events");
      } else {
        print(its, out);
      }
      out.println();
    }
    out.flush();
  }

  private static void print(List<VerdictRow> its, PrintWriter out) {
    VerdictRow one = its.get(0);
    double splitP = Math.min(one.exposedRatioP(), one.maturedRatioP());
    out.printf(
        Locale.ROOT,
        "  up to %s%s; split p %s at every look; %,d seen in two variants%n",
        Instant.ofEpochMilli(one.watermark()),
        one.isFinal() ? ", final" : "",
        ExperimentReport.p(splitP),
        one.multiExposed());
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.add(
        List.of(
            one.control(),
            one.metric(),
            "control",
            number(one.exposedControl()),
            number(one.maturedControl()),
            number(one.conversionsControl()),
            points(one.rateControl(), "%.2f %%"),
            "",
            "",
            "",
            ""));
    its.forEach(row -> lines.add(line(row)));
    new AlignedTable(lines, FIRST_NUMBER).print(out);
  }

  private static List<String> line(VerdictRow row) {
    return List.of(
        row.variant(),
        row.metric(),
        row.verdict().replace('_', ' '),
        number(row.exposed()),
        number(row.matured()),
        number(row.conversions()),
        points(row.rate(), "%.2f %%"),
        points(row.difference(), "%+.2f"),
        row.differenceLower() == null
            ? "-"
            : points(row.differenceLower(), "%+.2f")
                + " to "
                + points(row.differenceUpper(), "%+.2f"),
        row.adjustedP() == null ? "-" : ExperimentReport.p(row.adjustedP()),
        points(row.lift(), "%+.2f %%"));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String points(@Nullable Double share, String format) {
    return share == null ? "-" : String.format(Locale.ROOT, format, 100 * share);
  }
}
