package dev.footfall.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code footfall explain}: how would these funnels be served? */
@Command(name = "explain", mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  ExplainCommand() {}

  @Override
  public Integer call() {
    return 0;
  }
}
