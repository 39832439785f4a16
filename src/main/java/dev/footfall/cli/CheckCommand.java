package dev.footfall.cli;

import dev.footfall.definitions.ChangeReport;
import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.StoredDefinitions;
import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.job.CheckFiles;
import dev.footfall.job.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall check}: are these files right? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    header = "Check definitions and settings, and say what they mean.",
    description = {
      "",
      "Prints every problem of every file at once, as file:line:column: what is wrong; what to write",
      "instead. Files without a problem are said back in plain words. Of settings, the funnels and the",
      "tables that they name are checked too.",
      ""
    })
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of funnels or settings, or folders of funnels.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--running",
      paramLabel = "FILE",
      description =
          "A file or folder of the funnels that a job follows now: says what the job would do if FILE"
              + " took its place while it runs.")
  private @Nullable Path running;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  CheckCommand() {}

  @Override
  public Integer call() {
    CheckFiles.Report report = CheckFiles.check(files, Environment.ofThisProcess());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    report.problems().forEach(err::println);
    report.obstacles().forEach(err::println);
    report.summary().forEach(out::println);
    if (!report.isValid() || running == null) {
      return report.isValid() ? 0 : Footfall.BAD_USAGE;
    }
    return sayWhatWouldChange(running, out, err);
  }

  private int sayWhatWouldChange(Path now, PrintWriter out, PrintWriter err) {
    List<Declaration.Text> before = StoredDefinitions.read(new DefinitionFiles(now.toString()));
    StoredDefinitions.parse(before, FunnelFile.Use.CONTINUOUS);
    List<Declaration.Text> after = new ArrayList<>();
    files.forEach(
        file -> after.addAll(StoredDefinitions.read(new DefinitionFiles(file.toString()))));
    ChangeReport change = ChangeReport.of(before, after);
    if (!change.problems().isEmpty()) {
      change.problems().forEach(err::println);
      return Footfall.BAD_USAGE;
    }
    out.println("In the place of " + now + ", while the job runs:");
    change.effects().forEach(effect -> out.println("  " + effect));
    return 0;
  }
}
