package dev.footfall.journey.cep;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Classifier;
import dev.footfall.journey.StepEvent;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps what means something to one funnel. An event that both fills a step and ends runs becomes
 * two: the step, and after all steps of its instant the end.
 */
final class ClassifyForPattern extends RichFlatMapFunction<Intake, StepEvent> {
  private static final long serialVersionUID = 1L;

  private final Funnel funnel;
  private transient Classifier classifier;

  ClassifyForPattern(Funnel funnel) {
    this.funnel = funnel;
  }

  @Override
  public void open(OpenContext context) {
    classifier = new Classifier(funnel);
  }

  @Override
  public void flatMap(Intake intake, Collector<StepEvent> stepEvents) {
    if (!(intake instanceof Event event)) {
      // A pattern stays as it is while the job runs.
      return;
    }
    Optional<StepEvent> meaning = classifier.classify(event);
    if (meaning.isEmpty()) {
      return;
    }
    StepEvent stepEvent = meaning.get();
    if (stepEvent.fills() != 0) {
      stepEvents.collect(stepEvent.withoutEnds());
    }
    if (stepEvent.ends() != 0) {
      stepEvents.collect(stepEvent.withoutFills());
    }
  }
}
