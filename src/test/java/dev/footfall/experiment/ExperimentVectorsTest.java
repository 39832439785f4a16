package dev.footfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.experiment.BetaBinomial.Posterior;
import dev.footfall.experiment.KaplanMeier.Point;
import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds every formula against what other software says. */
class ExperimentVectorsTest {

  @Test
  void everyFormulaGivesWhatOtherSoftwareGives() throws Exception {
    assumeTrue(ExperimentVectors.areHere(), "vectors beside the checkout");
    List<String> wrong = new ArrayList<>();
    Set<String> without = new TreeSet<>(ExperimentVectors.withoutCounterpart().keySet());
    int checked = 0;
    for (JsonNode vector : ExperimentVectors.all()) {
      String id = vector.get("id").asText();
      boolean outside = false;
      for (String start : ExperimentVectors.withoutCounterpart().keySet()) {
        if (id.startsWith(start)) {
          without.remove(start);
          outside = true;
        }
      }
      if (!outside) {
        new Check(vector, wrong).run();
        checked++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(without).as("no vector begins so any more").isEmpty();
    assertThat(checked).isEqualTo(83);
  }

  /** One vector, and what is wrong. */
  private static final class Check {
    private final JsonNode vector;
    private final JsonNode in;
    private final JsonNode expected;
    private final double tolerance;
    private final List<String> wrong;

    Check(JsonNode vector, List<String> wrong) {
      this.vector = vector;
      this.in = vector.get("inputs");
      this.expected = vector.get("expected");
      this.tolerance = vector.get("tolerance").asDouble();
      this.wrong = wrong;
    }

    void run() {
      String id = vector.get("id").asText();
      String kind = id.replaceFirst("-.*", "");
      if (id.startsWith("acs-rho")) {
        rho();
      } else if (id.equals("acs-trajectory")) {
        trajectory();
      } else if (id.equals("acs-guardrail")) {
        liveGuardrail();
      } else if (id.equals("acs-one-sided-growthbook-published")) {
        oneSided();
      } else if (id.startsWith("srm-")) {
        sampleRatio();
      } else if (id.startsWith("lift-growthbook-")) {
        liftOfValues();
      } else if (id.equals("acs-growthbook-published-mean")) {
        alwaysValidLiftOfValues();
      } else if (id.startsWith("bayes-gaussian-")) {
        normalBet();
      } else if (id.startsWith("samplesize-spotify-")) {
        unitsOfValues();
      } else if (id.equals("km-horizon-difference")) {
        horizon();
      } else if (id.equals("bayes-three-arms-best")) {
        best();
      } else {
        switch (kind) {
          case "ztest" -> difference();
          case "chi2" -> proportions();
          case "guardrail" -> guardrail();
          case "wilson" -> wilson();
          case "newcombe" -> newcombe();
          case "lift" -> lift();
          case "ssrm" -> sequentialSampleRatio();
          case "acs" -> alwaysValid();
          case "msprt" -> mixture();
          case "confseq" -> exact();
          case "cuped" -> cuped();
          case "ratio" -> ratio();
          case "quantile" -> quantiles();
          case "median" -> medians();
          case "bayes" -> bayes();
          case "samplesize" -> unitsPerArm();
          case "power" -> power();
          case "mde" -> detectable();
          case "km" -> kaplanMeier();
          case "logrank" -> logRank();
          case "adjust" -> holm();
          case "funnel" -> sharedDenominator();
          default -> wrong.add(id + ": nobody checks it");
        }
      }
    }

    private void is(String name, double actual) {
      is(name, expected.get(name), actual);
    }

    private void is(String name, JsonNode wanted, double actual) {
      double value = wanted.isTextual() ? Double.parseDouble(wanted.asText()) : wanted.asDouble();
      boolean relative = vector.get("source").asText().contains("relative tolerance");
      double allowed =
          relative ? tolerance * Math.abs(value) : Math.max(tolerance, tolerance * Math.abs(value));
      boolean same =
          Double.isNaN(value) ? Double.isNaN(actual) : Math.abs(value - actual) <= allowed;
      if (!same) {
        wrong.add(vector.get("id").asText() + " " + name + ": " + value + " is " + actual);
      }
    }

    private void are(String name, JsonNode wanted, List<? extends Number> actual) {
      if (wanted.size() != actual.size()) {
        wrong.add(vector.get("id").asText() + " " + name + ": " + wanted + " is " + actual);
        return;
      }
      for (int i = 0; i < actual.size(); i++) {
        is(name + " " + i, wanted.get(i), actual.get(i).doubleValue());
      }
    }

    private void isText(String name, Object actual) {
      if (!expected.get(name).asText().equals(actual.toString())) {
        wrong.add(vector.get("id").asText() + " " + name + ": " + actual);
      }
    }

    private double in(String name) {
      return in.get(name).asDouble();
    }

    private static Arm control(JsonNode in) {
      return new Arm(in.get("controlConversions").asLong(), in.get("controlN").asLong());
    }

    private static Arm treatment(JsonNode in) {
      return new Arm(in.get("treatmentConversions").asLong(), in.get("treatmentN").asLong());
    }

    private Difference given() {
      return new Difference(control(in), treatment(in));
    }

    private void difference() {
      Difference difference = given();
      is("difference", difference.value());
      is("zPooled", difference.pooledZ());
      is("pPooledTwoSided", difference.pooledP());
      if (expected.has("seUnpooled")) {
        is("controlRate", control(in).rate());
        is("treatmentRate", treatment(in).rate());
        is("seUnpooled", difference.standardError());
      }
    }

    private void proportions() {
      List<Long> conversions = longs(in.get("conversions"));
      List<Long> units = longs(in.get("n"));
      List<Arm> arms = new ArrayList<>();
      for (int i = 0; i < units.size(); i++) {
        arms.add(new Arm(conversions.get(i), units.get(i)));
      }
      is("p", Proportions.equalP(arms));
    }

    private void guardrail() {
      Guardrail guardrail = new Guardrail(given(), in("margin"));
      is("difference", given().value());
      is("se", given().standardError());
      is("z", guardrail.z());
      is("pOneSided", guardrail.p());
      is("lowerOneSided", guardrail.lowerBound(in("alpha")));
      isText("nonInferior", guardrail.p() < in("alpha"));
    }

    private void wilson() {
      Interval interval =
          new Arm(in.get("conversions").asLong(), in.get("n").asLong())
              .wilson(1 - in("confidence"));
      is("lower", interval.lower());
      is("upper", interval.upper());
    }

    private void newcombe() {
      Arm first = new Arm(in.get("x1").asLong(), in.get("n1").asLong());
      Arm second = new Arm(in.get("x2").asLong(), in.get("n2").asLong());
      Difference difference = new Difference(second, first);
      is("difference", difference.value());
      is("lower", difference.newcombe(1 - in("confidence")).lower());
      is("upper", difference.newcombe(1 - in("confidence")).upper());
    }

    private void lift() {
      Lift lift = new Lift(control(in), treatment(in));
      is("lift", lift.value());
      is("seLogRatio", lift.logStandardError());
      is("seDelta", lift.deltaStandardError());
      is("logRatioLower", lift.katz(1 - in("confidence")).lower());
      is("logRatioUpper", lift.katz(1 - in("confidence")).upper());
    }

    /** A rate's variance is taken as p (1 - p), and that of values from their sums. */
    private static Values values(JsonNode in, String arm) {
      if (in.has(arm + "N")) {
        double rate = in.get(arm + "Conversions").asDouble() / in.get(arm + "N").asDouble();
        return new Values(in.get(arm + "N").asLong(), rate, rate * (1 - rate));
      }
      JsonNode sums = in.get(arm);
      double units = sums.get("n").asDouble();
      double sum = sums.get("sum").asDouble();
      double squares = sums.get("sumSquares").asDouble() - sum * sum / units;
      return new Values((long) units, sum / units, squares / (units - 1));
    }

    private ValueDifference givenValues() {
      return new ValueDifference(values(in, "control"), values(in, "treatment"));
    }

    private void liftOfValues() {
      Estimate lift = givenValues().lift().orElseThrow();
      is("lift", lift.value());
      estimate(expected, lift);
      if (expected.has("absolute")) {
        JsonNode absolute = expected.get("absolute");
        is("difference", absolute.get("difference"), givenValues().absolute().value());
        estimate(absolute, givenValues().absolute());
      }
    }

    private void estimate(JsonNode wanted, Estimate estimate) {
      is("se", wanted.get("se"), estimate.standardError());
      is("lower", wanted.get("lower"), estimate.atOneLook(in("alpha")).lower());
      is("upper", wanted.get("upper"), estimate.atOneLook(in("alpha")).upper());
      is("p", wanted.get("p"), estimate.pAtOneLook());
    }

    private void alwaysValidLiftOfValues() {
      Estimate lift = givenValues().lift().orElseThrow();
      AlwaysValid sequence = AlwaysValid.tunedTo(in("tunedSampleSize"), in("alpha"));
      is("lift", lift.value());
      is("liftSe", lift.standardError());
      is("liftLower", lift.alwaysValid(sequence).lower());
      is("liftUpper", lift.alwaysValid(sequence).upper());
      is("p", lift.alwaysValidP(sequence));
    }

    private void normalBet() {
      Estimate lift = givenValues().lift().orElseThrow();
      is("lift", lift.value());
      is("se", lift.standardError());
      is("chanceToWin", lift.chanceToWin());
      is("riskControl", lift.lossOfControl());
      is("riskTreatment", lift.lossOfTreatment());
    }

    private void unitsOfValues() {
      double deviation = Math.sqrt(in("baseline") * (1 - in("baseline")));
      Planning planning = new Planning(in("alpha"), in("power"));
      is("totalN", in("arms") * planning.unitsPerArmOfValues(deviation, in("absoluteMde")));
    }

    private void exact() {
      for (int i = 0; i < expected.size(); i++) {
        JsonNode one = in.get("cases").get(i);
        Interval interval =
            new Arm(one.get("successes").asLong(), one.get("trials").asLong())
                .alwaysValid(one.get("tOpt").asDouble(), one.get("alpha").asDouble());
        is("lower " + i, expected.get(i).get("lower"), interval.lower());
        is("upper " + i, expected.get(i).get("upper"), interval.upper());
      }
    }

    private void cuped() {
      List<Cuped.Paired> arms = new ArrayList<>();
      for (String arm : List.of("control", "treatment")) {
        JsonNode units = in.get(arm);
        arms.add(new Cuped.Paired(values(units.get("post")), values(units.get("pre"))));
      }
      Cuped cuped = Cuped.of(arms);
      Values control = cuped.adjust(arms.get(0));
      Values treatment = cuped.adjust(arms.get(1));
      is("theta", cuped.theta());
      is("adjustedMeanControl", control.mean());
      is("adjustedMeanTreatment", treatment.mean());
      Estimate difference = new ValueDifference(control, treatment).absolute();
      is("difference", difference.value());
      is("se", difference.standardError());
      Estimate plain =
          new ValueDifference(Values.of(arms.get(0).values()), Values.of(arms.get(1).values()))
              .absolute();
      is("unadjustedDifference", plain.value());
      is("unadjustedSe", plain.standardError());
    }

    private void ratio() {
      List<Values> arms = new ArrayList<>();
      for (String arm : List.of("control", "treatment")) {
        JsonNode units = in.get(arm);
        arms.add(Values.ratio(values(units.get("conversions")), values(units.get("journeys"))));
      }
      is("rateA", arms.get(0).mean());
      is("varA", arms.get(0).variance() / arms.get(0).units());
      is("rateB", arms.get(1).mean());
      is("varB", arms.get(1).variance() / arms.get(1).units());
      Estimate difference = new ValueDifference(arms.get(0), arms.get(1)).absolute();
      is("difference", difference.value());
      is("se", difference.standardError());
      is("z", difference.value() / difference.standardError());
    }

    private void quantiles() {
      List<Double> quantiles = new ArrayList<>();
      for (double share : values(in.get("probs"))) {
        quantiles.add(Values.quantile(sorted(in.get("x")), share));
      }
      are("values", expected.get("values"), quantiles);
    }

    private void medians() {
      is("medianX", Values.quantile(sorted(in.get("x")), 0.5));
      is("medianY", Values.quantile(sorted(in.get("y")), 0.5));
    }

    private static double[] sorted(JsonNode list) {
      double[] sorted = values(list);
      Arrays.sort(sorted);
      return sorted;
    }

    private void sampleRatio() {
      SampleRatio ratio =
          new SampleRatio(longs(in.get("observed")), doubles(in.get("expectedShares")));
      is("chiSquare", ratio.chiSquare());
      is("p", ratio.chiSquareP());
      isText("alert", ratio.chiSquareP() < SampleRatio.ALARM);
    }

    private void sequentialSampleRatio() {
      List<Double> shares = doubles(in.get("expectedShares"));
      List<Long> sum = new ArrayList<>(Collections.nCopies(shares.size(), 0L));
      List<Double> logs = new ArrayList<>();
      List<Double> p = new ArrayList<>();
      double smallest = 1;
      for (JsonNode batch : in.get("batches")) {
        for (int i = 0; i < shares.size(); i++) {
          sum.set(i, sum.get(i) + batch.get(i).asLong());
        }
        double log = new SampleRatio(sum, shares).logBayesFactor(in("concentration"));
        logs.add(log);
        smallest = Math.min(smallest, Math.exp(-log));
        p.add(smallest);
      }
      are("logBayesFactor", expected.get("logBayesFactor"), logs);
      are("p", expected.get("p"), p);
    }

    private void rho() {
      is("rhoApprox", AlwaysValid.tunedTo(in("tunedSampleSize"), in("alpha")).rho());
    }

    private void alwaysValid() {
      AlwaysValid sequence = AlwaysValid.tunedTo(in("tunedSampleSize"), in("alpha"));
      Difference difference = given();
      double se = difference.standardError();
      is("rho", sequence.rho());
      is("difference", difference.value());
      is("se", se);
      is("halfWidth", sequence.halfWidth(se, difference.units()));
      is("logEValue", sequence.logE(difference.value(), se, difference.units()));
      is("pThisLook", sequence.p(difference.value(), se, difference.units()));
      is("fixedHalfWidth", Gauss.above(in("alpha") / 2) * se);
      is(
          "widthRatio",
          sequence.halfWidth(se, difference.units()) / (Gauss.above(in("alpha") / 2) * se));
      Lift lift = new Lift(control(in), treatment(in));
      double halfDelta = sequence.halfWidth(lift.deltaStandardError(), difference.units());
      is("lift", lift.value());
      is("liftSe", lift.deltaStandardError());
      is("liftLower", lift.value() - halfDelta);
      is("liftUpper", lift.value() + halfDelta);
      is("liftPThisLook", sequence.p(lift.value(), lift.deltaStandardError(), difference.units()));
      is("logRatioSe", lift.logStandardError());
      is("logRatioLiftLower", lift.alwaysValid(sequence).lower());
      is("logRatioLiftUpper", lift.alwaysValid(sequence).upper());
      is(
          "logRatioPThisLook",
          sequence.p(Math.log1p(lift.value()), lift.logStandardError(), difference.units()));
    }

    private void trajectory() {
      AlwaysValid sequence = AlwaysValid.tunedTo(in("tunedSampleSize"), in("alpha"));
      Interval inAll = Interval.EVERYTHING;
      double smallest = 1;
      for (int i = 0; i < expected.size(); i++) {
        JsonNode look = in.get("looks").get(i);
        Difference difference = new Difference(control(look), treatment(look));
        double se = difference.standardError();
        Interval interval =
            Interval.around(difference.value(), sequence.halfWidth(se, difference.units()));
        inAll = inAll.cut(interval);
        smallest = Math.min(smallest, sequence.p(difference.value(), se, difference.units()));
        JsonNode wanted = expected.get(i);
        is("lower " + i, wanted.get("lower"), interval.lower());
        is("upper " + i, wanted.get("upper"), interval.upper());
        is(
            "logE " + i,
            wanted.get("logE"),
            sequence.logE(difference.value(), se, difference.units()));
        is("p " + i, wanted.get("pRunningMin"), smallest);
        is("inAll lower " + i, wanted.get("intersectionLower"), inAll.lower());
        is("inAll upper " + i, wanted.get("intersectionUpper"), inAll.upper());
      }
    }

    private void liveGuardrail() {
      Guardrail guardrail = new Guardrail(given(), in("margin"));
      Interval interval = guardrail.alwaysValid(in("tunedSampleSize"), in("alpha"));
      is("difference", given().value());
      is("se", given().standardError());
      is("lower", interval.lower());
      is("upper", interval.upper());
      isText("state", guardrail.state(interval).name().toLowerCase(java.util.Locale.ROOT));
    }

    private void oneSided() {
      List<Double> lower = new ArrayList<>();
      for (JsonNode one : in.get("cases")) {
        double alpha = one.get("alpha").asDouble();
        lower.add(
            one.get("estimate").asDouble()
                - AlwaysValid.tunedTo(one.get("tunedSampleSize").asDouble(), 2 * alpha)
                    .oneSidedHalfWidth(one.get("se").asDouble(), one.get("n").asDouble(), alpha));
      }
      are("lower", expected.get("lower"), lower);
    }

    /** Its V is that of the rates' mean; where the rates are near, so is ours. */
    private void mixture() {
      double v = expected.get("V").asDouble();
      double n = in("nPerArm");
      AlwaysValid sequence = new AlwaysValid(in("alpha"), Math.sqrt(in("tauSquared") / (2 * v)));
      double difference = expected.get("difference").asDouble();
      double se = Math.sqrt(v / n);
      is("logLambda", sequence.logE(difference, se, 2 * n));
      is("pThisLook", sequence.p(difference, se, 2 * n));
      is("lower", difference - sequence.halfWidth(se, 2 * n));
      is("upper", difference + sequence.halfWidth(se, 2 * n));
    }

    private void bayes() {
      double prior = in.has("priorAlpha") ? in("priorAlpha") : 0.5;
      BetaBinomial bet = BetaBinomial.of(control(in), treatment(in), prior);
      is("chanceToWinB", bet.chanceToWin());
      is("expectedLossChoosingA", bet.lossOfControl());
      is("expectedLossChoosingB", bet.lossOfTreatment());
      if (expected.has("meanA")) {
        is("meanA", bet.control().mean());
        is("meanB", bet.treatment().mean());
        credible("intervalA", bet.control());
        credible("intervalB", bet.treatment());
      }
    }

    private void credible(String name, Posterior posterior) {
      Interval interval = posterior.central(0.05);
      are(name, expected.get(name), List.of(interval.lower(), interval.upper()));
    }

    private void best() {
      List<Arm> arms = new ArrayList<>();
      for (JsonNode arm : in.get("arms")) {
        arms.add(new Arm(arm.get("conversions").asLong(), arm.get("n").asLong()));
      }
      are("probabilityBest", expected.get("probabilityBest"), BetaBinomial.chancesToBeBest(arms));
    }

    private void unitsPerArm() {
      Planning planning = new Planning(in("alpha"), in("power"));
      double units = planning.unitsPerArm(in("baseline"), in("target"));
      is("nPerArm", units);
      is("nPerArmCeil", Math.ceil(units));
    }

    private void power() {
      Planning planning = new Planning(in("alpha"), 0.8);
      is("power", planning.powerOf(in("nPerArm"), in("baseline"), in("target")));
    }

    private void detectable() {
      Planning planning = new Planning(in("alpha"), in("power"));
      double rate = planning.detectable(in("nPerArm"), in("baseline"));
      is("detectableRate", rate);
      is("absoluteMde", rate - in("baseline"));
      is("relativeMde", rate / in("baseline") - 1);
    }

    private void kaplanMeier() {
      LifeTable table = table(in);
      KaplanMeier curve = KaplanMeier.of(table);
      for (int i = 0; i < expected.get("times").size(); i++) {
        Point point = curve.at(expected.get("times").get(i).asLong());
        is("survival " + i, expected.get("survival").get(i), point.open());
        is("converted " + i, expected.get("converted").get(i), point.converted());
        is("stdErr " + i, expected.get("stdErr").get(i), point.standardError());
        if (!expected.get("loglogLower").get(i).isNull()) {
          Interval interval = point.converted(0.05);
          is("lower " + i, expected.get("loglogLower").get(i), 1 - interval.upper());
          is("upper " + i, expected.get("loglogUpper").get(i), 1 - interval.lower());
        }
      }
      expected
          .get("quantilesOfTime")
          .fields()
          .forEachRemaining(
              quantile -> {
                OptionalLong age = curve.ageOf(Double.parseDouble(quantile.getKey()));
                String wanted = quantile.getValue().asText();
                String found = age.isPresent() ? Long.toString(age.getAsLong()) : "null";
                if (!wanted.equals(found)) {
                  wrong.add(vector.get("id").asText() + " " + quantile + ": " + found);
                }
              });
      List<AtAge> events = table.ages().stream().filter(at -> at.conversions() > 0).toList();
      JsonNode eventTable = expected.get("eventTable");
      are("time", eventTable.get("time"), events.stream().map(AtAge::age).toList());
      are("atRisk", eventTable.get("atRisk"), events.stream().map(AtAge::atRisk).toList());
      are("events", eventTable.get("events"), events.stream().map(AtAge::conversions).toList());
    }

    private void logRank() {
      List<LifeTable> groups = new ArrayList<>();
      in.get("groups").forEach(group -> groups.add(table(group)));
      LogRank test = LogRank.of(groups);
      are("observed", expected.get("observed"), test.observed());
      are("expected", expected.get("expected"), test.expected());
      for (int i = 0; i < groups.size(); i++) {
        are("variance " + i, expected.get("variance").get(i), test.variance().get(i));
      }
      is("chiSquare", test.chiSquare());
      is("p", test.p());
    }

    private void horizon() {
      Point a = KaplanMeier.of(table(in.get("groupA"))).at(in.get("horizon").asLong());
      Point b = KaplanMeier.of(table(in.get("groupB"))).at(in.get("horizon").asLong());
      is("difference", b.converted() - a.converted());
      is("se", Math.hypot(a.standardError(), b.standardError()));
    }

    private void holm() {
      are("holm", expected.get("holm"), Holm.adjust(doubles(in.get("p"))));
    }

    private void sharedDenominator() {
      long exposed = in.get("exposed").asLong();
      List<Double> rates =
          longs(in.get("steps")).stream().map(step -> new Arm(step, exposed).rate()).toList();
      are("unconditional", expected.get("unconditional"), rates);
    }

    private static LifeTable table(JsonNode units) {
      List<Boolean> converted =
          longs(units.get("event")).stream().map(event -> event == 1).toList();
      return LifeTables.of(longs(units.get("time")), converted);
    }

    private static List<Long> longs(JsonNode list) {
      return Arrays.stream(values(list)).mapToObj(value -> (long) value).toList();
    }

    private static List<Double> doubles(JsonNode list) {
      return Arrays.stream(values(list)).boxed().toList();
    }

    private static double[] values(JsonNode list) {
      double[] values = new double[list.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = list.get(i).asDouble();
      }
      return values;
    }
  }
}
