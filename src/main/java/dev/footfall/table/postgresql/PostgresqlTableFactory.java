package dev.footfall.table.postgresql;

import java.time.Duration;
import java.util.ArrayList;
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
              "The event time after which a row has seen every event. With 'sink.begin-column': a"
                  + " row that began later than that is replaced only by others that did.");

  private static final ConfigOption<String> BEGIN_COLUMN =
      ConfigOptions.key("sink.begin-column")
          .stringType()
          .noDefaultValue()
          .withDescription("The event time from which a row counts; see 'sink.since-column'.");

  private static final ConfigOption<String> FINAL_COLUMN =
      ConfigOptions.key("sink.final-column")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Whether a row is final: one that is, is replaced only by others that are.");

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
    return Set.of(
        USERNAME,
        PASSWORD,
        SINCE_COLUMN,
        BEGIN_COLUMN,
        FINAL_COLUMN,
        FLUSH_INTERVAL,
        FLUSH_ROWS,
        PATIENCE);
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
            guards(options, context.getCatalogTable().getResolvedSchema()),
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

  private static List<UpsertStatement.Guard> guards(ReadableConfig options, ResolvedSchema schema) {
    Optional<String> since = column(SINCE_COLUMN, options, schema);
    Optional<String> begin = column(BEGIN_COLUMN, options, schema);
    if (since.isPresent() != begin.isPresent()) {
      throw new ValidationException(
          "'sink.since-column' and 'sink.begin-column' go together; write both or none");
    }
    List<UpsertStatement.Guard> guards = new ArrayList<>();
    since.ifPresent(name -> guards.add(new UpsertStatement.OfWhole(name, begin.orElseThrow())));
    column(FINAL_COLUMN, options, schema)
        .ifPresent(name -> guards.add(new UpsertStatement.OfFinal(name)));
    return guards;
  }

  private static Optional<String> column(
      ConfigOption<String> option, ReadableConfig options, ResolvedSchema schema) {
    Optional<String> column = options.getOptional(option);
    column
        .filter(name -> schema.getColumn(name).isEmpty())
        .ifPresent(
            name -> {
              throw new ValidationException(
                  "'%s' is %s, which is no column; name one of the table"
                      .formatted(option.key(), name));
            });
    return column;
  }

  private static UpsertStatement statement(
      String table, List<UpsertStatement.Guard> guards, ResolvedSchema schema) {
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
        guards,
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
