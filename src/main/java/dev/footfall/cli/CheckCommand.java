package dev.footfall.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code footfall check}: are these files right? */
@Command(name = "check", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  CheckCommand() {}

  @Override
  public Integer call() {
    return 0;
  }
}
