package dev.footfall.board;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The board's connections: few, read only, impatient. */
public final class BoardDatabase {

  private static final int CONNECTIONS = 4;

  private BoardDatabase() {}

  /**
   * A pool of connections that can only read. It may be made while the database is away: each
   * question then fails soon, until it is back. Whoever makes it closes it.
   *
   * @param url for JDBC
   */
  public static HikariDataSource pool(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("board");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setReadOnly(true);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    // Many small buckets are added up into few: with room for that in memory nothing is sorted.
    // Every question is short: to compile one takes longer than to answer it.
    config.setConnectionInitSql(
        "set statement_timeout = '10s'; set work_mem = '32MB'; set jit = off");
    // Each question is planned for what it asks: the best way to one unit is not that to a million.
    config.addDataSourceProperty("prepareThreshold", "0");
    config.addDataSourceProperty("ApplicationName", "footfall board");
    config.addDataSourceProperty("connectTimeout", "2");
    // A connection whose other end vanished without a word is given up after this.
    config.addDataSourceProperty("socketTimeout", "20");
    return new HikariDataSource(config);
  }
}
