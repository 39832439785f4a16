package dev.footfall.table.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Makes {@code 'connector' = 'footfall-postgresql'} mean a table of PostgreSQL that is written by
 * its primary key and outlasts a database that is away.
 *
 * <p>Flink's own JDBC sink gives up at the first refused connection, and what it throws while it
 * closes takes the whole task manager down.
 */
public final class PostgresqlTableFactory implements DynamicTableSinkFactory {

  private static final ConfigOption<String> URL =
      ConfigOptions.key("url").stringType().noDefaultValue();

  private static final ConfigOption<String> USERNAME =
      ConfigOptions.key("username").stringType().noDefaultValue();

  private static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("password").stringType().noDefaultValue();

  private static final ConfigOption<String> TABLE_NAME =
      ConfigOptions.key("table-name").stringType().noDefaultValue();

  private static final ConfigOption<String> SINCE_COLUMN =
      ConfigOptions.key("sink.since-column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A row is replaced only by one that has seen as much: whose value here is no later.");

  private static final ConfigOption<Duration> FLUSH_INTERVAL =
      ConfigOptions.key("sink.flush-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription("How long a row waits for others at most.");

  private static final ConfigOption<Integer> FLUSH_ROWS =
      ConfigOptions.key("sink.flush-rows")
          .intType()
          .defaultValue(5_000)
          .withDescription("How many rows wait for each other at most.");

  private static final ConfigOption<Duration> PATIENCE =
      ConfigOptions.key("sink.patience")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription("How long a database may be away before the job fails and restarts.");

  @Override
  public String factoryIdentifier() {
    return "footfall-postgresql";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(URL, TABLE_NAME);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(USERNAME, PASSWORD, SINCE_COLUMN, FLUSH_INTERVAL, FLUSH_ROWS, PATIENCE);
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    String url = options.get(URL);
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new ValidationException(
          "'url' is no address of PostgreSQL; write jdbc:postgresql://host/database");
    }
    UpsertStatement statement =
        statement(
            options.get(TABLE_NAME),
            options.getOptional(SINCE_COLUMN),
            context.getCatalogTable().getResolvedSchema());
    return new PostgresqlTableSink(
        new PostgresqlSink(
            new Connector(
                url,
                options.getOptional(USERNAME).orElse(null),
                options.getOptional(PASSWORD).orElse(null)),
            statement,
            new PostgresqlSink.Pace(
                options.get(FLUSH_INTERVAL), options.get(FLUSH_ROWS), options.get(PATIENCE))));
  }

  private static UpsertStatement statement(
      String table, Optional<String> since, ResolvedSchema schema) {
    since
        .filter(name -> schema.getColumn(name).isEmpty())
        .ifPresent(
            name -> {
              throw new ValidationException(
                  "'sink.since-column' is " + name + ", which is no column; name one of the table");
            });
    List<String> key =
        schema
            .getPrimaryKey()
            .map(UniqueConstraint::getColumns)
            .orElseThrow(
                () ->
                    new ValidationException(
                        "the table has no primary key, and what a restart writes again would"
                            + " double; declare PRIMARY KEY (…) NOT ENFORCED"));
    return new UpsertStatement(
        table,
        since.orElse(null),
        schema.getColumns().stream()
            .filter(Column::isPhysical)
            .map(
                column ->
                    new UpsertStatement.Column(
                        column.getName(),
                        ColumnValue.of(column.getName(), column.getDataType().getLogicalType()),
                        key.contains(column.getName())))
            .toList());
  }
}
