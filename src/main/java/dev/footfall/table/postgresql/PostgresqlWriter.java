package dev.footfall.table.postgresql;

import dev.footfall.table.postgresql.PatientConnection.RefusedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows and writes the last of each key: when there are many, when one has waited long, and
 * before every checkpoint.
 */
final class PostgresqlWriter implements SinkWriter<RowData> {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresqlWriter.class);

  private final PatientConnection connection;
  private final UpsertStatement statement;
  private final PostgresqlSink.Pace pace;
  private final ProcessingTimeService clock;
  private final Counts counts;

  /** The last row of each key, in the order in which the keys came. */
  private final Map<List<@Nullable Object>, @Nullable Object[]> waiting = new LinkedHashMap<>();

  private boolean timerIsSet;

  PostgresqlWriter(
      PatientConnection connection,
      UpsertStatement statement,
      PostgresqlSink.Pace pace,
      ProcessingTimeService clock,
      Counts counts) {
    this.connection = connection;
    this.statement = statement;
    this.pace = pace;
    this.clock = clock;
    this.counts = counts;
  }

  /**
   * What is counted, in Flink's own metrics of sinks and in the job's.
   *
   * @param written rows that the database took
   * @param refused rows that it did not take
   */
  record Counts(SinkWriterMetricGroup flink, Counter written, Counter refused) {

    Counts(SinkWriterMetricGroup flink, MetricGroup ofTable) {
      this(flink, ofTable.counter("rowsWritten"), ofTable.counter("rowsRefused"));
    }

    void tookRows(int rows) {
      flink.getNumRecordsSendCounter().inc(rows);
      written.inc(rows);
    }

    void refusedRow() {
      flink.getNumRecordsSendErrorsCounter().inc();
      refused.inc();
    }
  }

  @Override
  public void write(RowData row, Context context) throws IOException, InterruptedException {
    @Nullable Object[] values = statement.valuesOf(row);
    waiting.put(statement.keyOf(values), values);
    if (waiting.size() >= pace.rows()) {
      flush();
    } else if (!timerIsSet) {
      timerIsSet = true;
      var unused =
          clock.registerTimer(
              clock.getCurrentProcessingTime() + pace.interval().toMillis(), this::onTimer);
    }
  }

  private void onTimer(long time) throws IOException, InterruptedException {
    timerIsSet = false;
    flush();
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    flush();
  }

  private void flush() throws IOException, InterruptedException {
    if (!waiting.isEmpty()) {
      write(new ArrayList<>(waiting.values()));
      waiting.clear();
    }
  }

  /** Of rows that are refused together, those that are to blame are found by halving. */
  private void write(List<@Nullable Object[]> rows) throws IOException, InterruptedException {
    try {
      connection.run(open -> statement.write(open, rows));
      counts.tookRows(rows.size());
    } catch (RefusedRow refused) {
      if (rows.size() == 1) {
        leaveOut(rows.get(0), refused);
      } else {
        write(rows.subList(0, rows.size() / 2));
        write(rows.subList(rows.size() / 2, rows.size()));
      }
    }
  }

  /** One row that no database takes must not keep all others out for ever. */
  private void leaveOut(@Nullable Object[] row, RefusedRow refused) {
    counts.refusedRow();
    LOG.error(
        "{} refuses the row of key {} and it is left out: {}",
        connection,
        statement.keyOf(row),
        refused.getMessage());
  }

  @Override
  public void close() {
    connection.close();
  }
}
