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

  /** Vectors of what no experiment here can ask, by the beginning of their names. */
  private static final Map<String, String> WITHOUT_COUNTERPART =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("lift-growthbook-published", "a t-test: rates are judged by score tests"),
              Map.entry("acs-growthbook-published-mean", "a mean, not a rate"),
              Map.entry("confseq-", "exact sequences for one rate"),
              Map.entry("bayes-gaussian-", "a Gaussian posterior; ours is the exact one"),
              Map.entry("samplesize-spotify-", "a power formula for a mean's variance"),
              Map.entry("aalen-johansen-", "experiments have no ends but conversion and time"),
              Map.entry("quantile-", "quantiles of single values; ours come of a life table"),
              Map.entry("median-", "a median of single values"),
              Map.entry("cuped-", "metrics are rates, without a value from before"),
              Map.entry("ratio-delta-", "a unit counts once, so no metric is a ratio")));

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
