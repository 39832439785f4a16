package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs {@link SplitArrivals}, and tells of what comes by: those who started the job, how far event
 * time has come, and those who watch it, what each partition or file has brought. It remembers
 * event time: what comes first after a restart may be late already.
 */
final class SplitOperator extends ProcessOperator<Arrival, Event> {

  private static final long serialVersionUID = 1L;

  private static final String WATERMARK = "watermark";

  private transient WatermarkTold told;
  private transient SourceParts parts;

  /**
   * The watermark of the last snapshot, of any instance: what is late everywhere is behind each.
   * Broadcast, and not the union of all, for with that Flink refuses checkpoints as soon as one
   * reader of a source has nothing left to read.
   */
  private transient BroadcastState<String, Long> watermarkOfSnapshot;

  private transient long watermark;

  SplitOperator() {
    super(new SplitArrivals());
  }

  @Override
  public void open() throws Exception {
    super.open();
    told = new WatermarkTold();
    getRuntimeContext().addAccumulator(Counted.WATERMARK, told);
    watermarkOfSnapshot =
        getOperatorStateBackend()
            .getBroadcastState(
                new MapStateDescriptor<>("watermark-of-any", Types.STRING, Types.LONG));
    Long restored = watermarkOfSnapshot.get(WATERMARK);
    watermark = restored == null ? Long.MIN_VALUE : restored;
    ((SplitArrivals) userFunction).goOnFrom(watermark);
    parts = new SourceParts(getProcessingTimeService().getCurrentProcessingTime());
    Heartbeat.start(getProcessingTimeService(), PartProgress.EVERY, this::tellParts);
  }

  @Override
  public void processElement(StreamRecord<Arrival> record) throws Exception {
    parts.saw(record.getValue());
    super.processElement(record);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarkOfSnapshot.put(WATERMARK, watermark);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    super.processWatermark(mark);
    watermark = Math.max(watermark, mark.getTimestamp());
    told.is(mark.getTimestamp());
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    if (status.isIdle()) {
      told.isIdle();
    }
  }

  @Override
  public void finish() throws Exception {
    tellParts();
    super.finish();
  }

  private void tellParts() {
    parts.tell(progress -> output.collect(PartProgress.TOLD, new StreamRecord<>(progress)));
  }
}
