package dev.footfall.job;

import dev.footfall.alert.AlertRow;
import dev.footfall.alert.Alerts;
import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.CohortAlert;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.ExposureNews;
import dev.footfall.journey.LastProgress;
import dev.footfall.journey.Progress;
import dev.footfall.journey.UnservableFunnel;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.VersionNotes;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.journey.tracker.FollowExposed;
import dev.footfall.journey.tracker.TrackerEngine;
import dev.footfall.metric.CohortDelta;
import dev.footfall.metric.CohortKey;
import dev.footfall.metric.CombineChanges;
import dev.footfall.metric.CountUnits;
import dev.footfall.metric.CountUnitsOfVersions;
import dev.footfall.metric.Emit;
import dev.footfall.metric.ExperimentStepRow;
import dev.footfall.metric.ExperimentTimesRow;
import dev.footfall.metric.JudgeExperiments;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.metric.VerdictRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The middle of every job: admitted events in, progress and rows out. Read this first.
 *
 * @param followers what each unit did in each cohort, at every change; a funnel's units all in one
 *     of them
 * @param steps rows of {@code funnel_steps}
 * @param times rows of {@code funnel_times}
 */
public record Topology(
    List<DataStream<Progress.Change>> followers,
    DataStream<StepRow> steps,
    DataStream<TimesRow> times) {

  /**
   * The same for funnels that change while the job runs.
   *
   * @param topology progress and rows
   * @param notes what becomes of versions of funnels
   */
  public record Changing(Topology topology, DataStream<VersionNote> notes) {}

  /**
   * Lays the arrows from events to rows.
   *
   * @param events admitted events: none late, none twice
   * @param funnels at least one
   * @param emit when rows are written
   * @throws UnservableFunnel if a funnel asks for an engine that cannot serve it
   */
  public static Topology of(DataStream<Intake> events, List<Funnel> funnels, Emit emit) {
    UnservableFunnel.refuseAnyOf(funnels);

    // event -> progress
    List<Funnel> tracked = servedBy(Engine.TRACKER, funnels);
    List<DataStream<Progress.Change>> followers = followByPattern(events, funnels);
    if (!tracked.isEmpty()) {
      followers.addAll(TrackerEngine.follow(events, tracked).parts());
    }

    // difference of counts -> rows
    SingleOutputStreamOperator<StepRow> steps =
        byCohort(followers)
            .process(new CountUnits(emit), TypeInformation.of(StepRow.class))
            .uid("count-units")
            .name("Count units per cohort");
    return new Topology(followers, steps, steps.getSideOutput(CountUnits.TIMES));
  }

  /**
   * Lays the arrows from events to rows for funnels that change while the job runs.
   *
   * @param intake admitted events, and declarations between them
   * @param initial the funnels in the beginning; those served by Flink CEP stay as they are
   * @param emit when rows are written
   * @throws UnservableFunnel if a funnel asks for an engine that cannot serve it
   */
  public static Changing ofChanging(DataStream<Intake> intake, Declaration initial, Emit emit) {
    List<Funnel> funnels =
        DeclaredFunnel.allIn(initial).stream().map(DeclaredFunnel::funnel).toList();
    UnservableFunnel.refuseAnyOf(funnels);

    // event -> progress, declaration -> note
    TrackerEngine tracker = TrackerEngine.followChanging(intake, initial);
    List<DataStream<Progress.Change>> followers = followByPattern(intake, funnels);
    followers.addAll(tracker.parts());

    // difference of counts, note -> rows
    SingleOutputStreamOperator<StepRow> steps =
        byCohort(followers)
            .connect(tracker.notes().broadcast(VersionNotes.STATE))
            .process(new CountUnitsOfVersions(emit), TypeInformation.of(StepRow.class))
            .uid("count-units")
            .name("Count units per cohort");
    return new Changing(
        new Topology(followers, steps, steps.getSideOutput(CountUnits.TIMES)), tracker.notes());
  }

  /**
   * What comes of experiments.
   *
   * @param verdicts rows of {@code experiment_verdicts}
   * @param steps rows of {@code experiment_steps}
   * @param times rows of {@code experiment_times}
   */
  public record Judged(
      DataStream<VerdictRow> verdicts,
      DataStream<ExperimentStepRow> steps,
      DataStream<ExperimentTimesRow> times) {}

  /**
   * Lays the arrows from events to verdicts on experiments.
   *
   * @param events admitted events: none late, none twice
   * @param emit when rows are written
   */
  public static Judged judge(DataStream<Intake> events, List<Experiment> experiments, Emit emit) {
    // event -> what became of a unit
    DataStream<ExposureNews> news =
        FollowExposed.of(events, experiments.stream().map(DeclaredExperiment::first).toList());
    return judge(news, emit);
  }

  /**
   * Lays the arrows from events to verdicts on experiments that change while the job runs.
   *
   * @param intake admitted events, and declarations between them
   * @param initial the experiments in the beginning
   * @param emit when rows are written
   */
  public static Judged judgeChanging(DataStream<Intake> intake, Declaration initial, Emit emit) {
    // event -> what became of a unit, declaration -> what an experiment is
    DataStream<ExposureNews> news = FollowExposed.ofChanging(intake, initial);
    return judge(news, emit);
  }

  private static Judged judge(DataStream<ExposureNews> news, Emit emit) {
    // what became of a unit -> rows
    SingleOutputStreamOperator<VerdictRow> verdicts =
        news.keyBy(ExposureNews::experiment, Types.LONG)
            .process(new JudgeExperiments(emit), TypeInformation.of(VerdictRow.class))
            .uid("judge-experiments")
            .name("Judge experiments");
    return new Judged(
        verdicts,
        verdicts.getSideOutput(JudgeExperiments.STEPS),
        verdicts.getSideOutput(JudgeExperiments.TIMES));
  }

  /**
   * Lays the arrows from events to alerts, and no others.
   *
   * @param events admitted events: none late, none twice
   * @param funnels of which those are followed that alerts are about
   * @param alerts at least one
   */
  public static DataStream<AlertRow> alerts(
      DataStream<Intake> events, List<Funnel> funnels, List<Alert> alerts) {
    Set<String> watched = new HashSet<>();
    for (Alert alert : alerts) {
      if (alert instanceof CohortAlert ofFunnel) {
        watched.add(ofFunnel.funnel());
      }
    }
    List<Funnel> followed =
        funnels.stream().filter(funnel -> watched.contains(funnel.id())).toList();
    return Alerts.of(events, () -> of(events, followed, Emit.FINAL).steps(), alerts);
  }

  private static List<DataStream<Progress.Change>> followByPattern(
      DataStream<Intake> events, List<Funnel> funnels) {
    List<DataStream<Progress.Change>> followers = new ArrayList<>();
    servedBy(Engine.CEP, funnels)
        .forEach(funnel -> followers.add(CepEngine.follow(events, funnel)));
    return followers;
  }

  /** Differences of counts, added up before they are shuffled. */
  private static KeyedStream<CohortDelta, CohortKey> byCohort(
      List<DataStream<Progress.Change>> followers) {
    return union(followers)
        .transform("Add up changes", TypeInformation.of(CohortDelta.class), new CombineChanges())
        .uid("add-up-changes")
        .keyBy(CohortDelta::cohort, TypeInformation.of(CohortKey.class));
  }

  private static <T> DataStream<T> union(List<DataStream<T>> streams) {
    return streams.stream().reduce(DataStream::union).orElseThrow();
  }

  /** Where each unit stands in each cohort, at every change. */
  public DataStream<Progress> progress() {
    return union(followers)
        .map(Progress.Change::after, TypeInformation.of(Progress.class))
        .uid("latest-progress")
        .name("Latest progress");
  }

  /** Where each unit stands in each cohort in the end; the job must be a batch job. */
  public DataStream<Progress> lastProgress() {
    return union(followers.stream().map(LastProgress::of).toList());
  }

  private static List<Funnel> servedBy(Engine engine, List<Funnel> funnels) {
    return funnels.stream().filter(funnel -> EngineChoice.of(funnel).engine() == engine).toList();
  }
}
