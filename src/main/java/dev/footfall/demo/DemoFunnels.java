package dev.footfall.demo;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The definitions that fit the simulated traffic; the truth is told for just these funnels. */
public final class DemoFunnels {

  /** Where they stand on the class path. */
  public static final String RESOURCE = "/dev/footfall/demo/funnels.yaml";

  private DemoFunnels() {}

  private static final String EXPERIMENTS = "/dev/footfall/demo/experiments.yaml";

  /** The definitions as YAML. */
  public static String yaml() {
    return read(RESOURCE);
  }

  private static String read(String file) {
    try (InputStream resource = DemoFunnels.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " is missing on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The funnels themselves. */
  public static List<Funnel> all() {
    return FunnelFile.parse("funnels.yaml", yaml(), FunnelFile.Use.CONTINUOUS);
  }

  /**
   * The experiments on them.
   *
   * @param start when the traffic begins: nobody is exposed before
   */
  static List<Experiment> experiments(Instant start) {
    return all(start).experiments();
  }

  /** The funnels and the experiments on them. */
  static FunnelFile.Content all(Instant start) {
    String day = start.atZone(ZoneOffset.UTC).toLocalDate().toString();
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(
                new Declaration.Text("funnels.yaml", yaml()),
                new Declaration.Text("experiments.yaml", read(EXPERIMENTS).replace("START", day))),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content;
  }
}
