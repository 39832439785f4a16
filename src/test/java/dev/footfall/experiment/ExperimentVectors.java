package dev.footfall.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers that R, scipy, statsmodels and other tools give for the formulas of this package, where
 * they lie beside the checkout; each names its source.
 */
final class ExperimentVectors {

  private static final Path FILE = Path.of("..", "shared", "cases", "experiment-vectors.json");

  /** Vectors of what nothing here asks, by the beginning of their names. */
  private static final Map<String, String> WITHOUT_COUNTERPART =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "aalen-johansen-",
                  "who stops stays among those at risk, and only the watermark cuts ages off, for"
                      + " all alike: so 1 - Kaplan-Meier is the incidence, and overstates nothing"),
              Map.entry("quantile-type6", "one kind is shown, type 7"),
              Map.entry("quantile-type1", "likewise")));

  private ExperimentVectors() {}

  static boolean areHere() {
    return Files.exists(FILE);
  }

  static Map<String, String> withoutCounterpart() {
    return WITHOUT_COUNTERPART;
  }

  static List<JsonNode> all() throws IOException {
    List<JsonNode> vectors = new ArrayList<>();
    JsonMapper.builder().build().readTree(FILE.toFile()).get("vectors").forEach(vectors::add);
    return vectors;
  }
}
