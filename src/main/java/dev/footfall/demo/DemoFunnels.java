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
import java.util.List;

/** The definitions that fit the simulated traffic; the truth is told for just these funnels. */
public final class DemoFunnels {

  /** Where they stand on the class path. */
  public static final String RESOURCE = "/dev/footfall/demo/funnels.yaml";

  private DemoFunnels() {}

  /** The definitions as YAML. */
  public static String yaml() {
    try (InputStream resource = DemoFunnels.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The funnels themselves. */
  public static List<Funnel> all() {
    return content().funnels();
  }

  /** The experiments that are declared beside them. */
  public static List<Experiment> experiments() {
    return content().experiments();
  }

  private static FunnelFile.Content content() {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("funnels.yaml", yaml())),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content;
  }
}
