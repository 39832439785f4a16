package dev.footfall.metric;

import dev.footfall.experiment.Triangle;
import dev.footfall.wire.Compact;
import dev.footfall.wire.MutableSerializer;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes counts of experiments for checkpoints: a cell in which nobody is takes a byte. */
final class ExperimentTallySerializer extends MutableSerializer<ExperimentTally> {

  static final ExperimentTallySerializer INSTANCE = new ExperimentTallySerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(ExperimentTally tally, DataOutputView target) throws IOException {
    Compact.write(tally.counts.length, target);
    Compact.write(tally.steps, target);
    Compact.write(tally.shape.widthMillis(), target);
    Compact.write(tally.shape.ages(), target);
    Compact.writeSigned(tally.multiExposed, target);
    for (int variant = 0; variant < tally.counts.length; variant++) {
      writeAll(tally.counts[variant], target);
      Map<Long, long[]> cohorts = tally.triangles.get(variant).cohorts();
      Compact.write(cohorts.size(), target);
      for (Map.Entry<Long, long[]> cohort : cohorts.entrySet()) {
        Compact.writeSigned(cohort.getKey() / tally.shape.widthMillis(), target);
        writeAll(cohort.getValue(), target);
      }
    }
  }

  private static void writeAll(long[] counts, DataOutputView target) throws IOException {
    for (long count : counts) {
      Compact.writeSigned(count, target);
    }
  }

  @Override
  public ExperimentTally deserialize(DataInputView source) throws IOException {
    int variants = (int) Compact.read(source);
    int steps = (int) Compact.read(source);
    Triangle.Shape shape = new Triangle.Shape(Compact.read(source), (int) Compact.read(source));
    ExperimentTally tally = new ExperimentTally(variants, steps, shape);
    tally.multiExposed = Compact.readSigned(source);
    for (int variant = 0; variant < variants; variant++) {
      for (int i = 0; i < tally.counts[variant].length; i++) {
        tally.counts[variant][i] = Compact.readSigned(source);
      }
      long cohorts = Compact.read(source);
      for (long cohort = 0; cohort < cohorts; cohort++) {
        long bucket = Compact.readSigned(source) * shape.widthMillis();
        for (int age = 0; age <= shape.ages(); age++) {
          tally.triangles.get(variant).add(bucket, age, Compact.readSigned(source));
        }
      }
    }
    return tally;
  }

  @Override
  public ExperimentTally copy(ExperimentTally from) {
    ExperimentTally copy = new ExperimentTally(from.counts.length, from.steps, from.shape);
    copy.add(from);
    return copy;
  }

  @Override
  public ExperimentTally createInstance() {
    return new ExperimentTally(0, 0, Triangle.Shape.of(1));
  }

  @Override
  public TypeSerializerSnapshot<ExperimentTally> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ExperimentTally> {
    public Snapshot() {
      super(ExperimentTallySerializer::new);
    }
  }
}
