package dev.footfall.cli;

import dev.footfall.job.CheckFiles;
import dev.footfall.job.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
    return report.isValid() ? 0 : Footfall.BAD_USAGE;
  }
}
