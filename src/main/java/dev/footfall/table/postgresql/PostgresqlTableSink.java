package dev.footfall.table.postgresql;

import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;

/** What the planner sees of {@link PostgresqlSink}. */
final class PostgresqlTableSink implements DynamicTableSink {

  private final PostgresqlSink sink;

  PostgresqlTableSink(PostgresqlSink sink) {
    this.sink = sink;
  }

  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requested) {
    return ChangelogMode.insertOnly();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return SinkV2Provider.of(sink);
  }

  @Override
  public DynamicTableSink copy() {
    return new PostgresqlTableSink(sink);
  }

  @Override
  public String asSummaryString() {
    return "PostgreSQL";
  }
}
