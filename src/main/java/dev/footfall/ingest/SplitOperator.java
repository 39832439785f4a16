package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** Runs {@link SplitArrivals}, and tells those who started the job how far event time has come. */
final class SplitOperator extends ProcessOperator<Arrival, Event> {

  private static final long serialVersionUID = 1L;

  private transient WatermarkTold told;

  SplitOperator() {
    super(new SplitArrivals());
  }

  @Override
  public void open() throws Exception {
    super.open();
    told = new WatermarkTold();
    getRuntimeContext().addAccumulator(Counted.WATERMARK, told);
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    super.processWatermark(watermark);
    told.is(watermark.getTimestamp());
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    if (status.isIdle()) {
      told.isIdle();
    }
  }
}
