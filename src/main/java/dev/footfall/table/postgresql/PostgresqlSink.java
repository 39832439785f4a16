package dev.footfall.table.postgresql;

import dev.footfall.watch.JobMetrics;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;

/**
 * Writes rows to a table of PostgreSQL: each at least once, and by its primary key, so that a
 * repeat changes nothing.
 */
final class PostgresqlSink implements Sink<RowData> {

  private static final long serialVersionUID = 1L;

  private final Connector connector;
  private final UpsertStatement statement;
  private final Pace pace;

  PostgresqlSink(Connector connector, UpsertStatement statement, Pace pace) {
    this.connector = connector;
    this.statement = statement;
    this.pace = pace;
  }

  /**
   * When rows are written.
   *
   * @param interval how long a row waits for others at most
   * @param rows how many wait for each other at most
   * @param patience how long a database may be away before the job fails
   */
  record Pace(Duration interval, int rows, Duration patience) implements java.io.Serializable {}

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
    MetricGroup metrics = JobMetrics.ofTable(statement.table(), context.metricGroup());
    return new PostgresqlWriter(
        new PatientConnection(connector, statement.table(), pace.patience(), metrics),
        statement,
        pace,
        context.getProcessingTimeService(),
        new PostgresqlWriter.Counts(context.metricGroup(), metrics));
  }
}
