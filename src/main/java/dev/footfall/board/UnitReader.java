package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.WhatNext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what one unit did, in every funnel that counts such units. */
final class UnitReader {

  private static final int RUNS = 200;

  /** So many cohorts of the funnel that is asked about are looked at, its newest. */
  private static final int COHORTS = 2_000;

  /** So many of all other funnels together, and so many of each at most. */
  private static final int COHORTS_OF_OTHERS = 10_000;

  private static final int COHORTS_OF_ANOTHER = COHORTS;

  private final Snapshots snapshots;

  UnitReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** The report that tells what units of a funnel did next: the first that is declared. */
  static Optional<String> tellsNext(Funnel funnel, List<Report> reports) {
    return reports.stream()
        .filter(report -> report instanceof WhatNext next && next.funnel().id().equals(funnel.id()))
        .map(report -> report.frame().id())
        .findFirst();
  }

  /**
   * @param funnel the one in which the unit was found; it is looked at further back than others
   */
  Answers.Unit answer(String unit, Funnel funnel, List<Funnel> funnels, List<Report> reports)
      throws SQLException {
    List<Funnel> others =
        funnels.stream()
            .filter(other -> other.unit().equals(funnel.unit()) && !other.id().equals(funnel.id()))
            .toList();
    List<Asked> asked = new ArrayList<>();
    asked.add(new Asked(funnel, COHORTS, tellsNext(funnel, reports)));
    int ofEach = Math.min(COHORTS_OF_ANOTHER, COHORTS_OF_OTHERS / Math.max(1, others.size()));
    for (Funnel other : others) {
      asked.add(new Asked(other, Math.max(1, ofEach), tellsNext(other, reports)));
    }
    return snapshots.read(connection -> new Reading(connection, asked).of(unit));
  }

  private record Asked(Funnel funnel, int cohorts, Optional<String> next) {}

  /** One reading of everything, as of one moment. */
  private static final class Reading {

    private final Connection connection;
    private final List<Asked> asked;
    private final Object[] ids;
    private final Object[] versions;
    private final Object[] cohorts;

    Reading(Connection connection, List<Asked> asked) throws SQLException {
      this.connection = connection;
      this.asked = asked;
      Map<String, Extent> extents =
          Extent.read(connection, asked.stream().map(Asked::funnel).toList());
      ids = asked.stream().map(one -> one.funnel().id()).toArray();
      versions =
          asked.stream()
              .map(one -> extents.getOrDefault(one.funnel().id(), Extent.NOTHING).version())
              .toArray();
      cohorts = asked.stream().map(Asked::cohorts).toArray();
    }

    Answers.Unit of(String unit) throws SQLException {
      List<Answers.Run> runs = runs(unit);
      boolean isMore = runs.size() > RUNS;
      Map<String, @Nullable String> reach = reach();
      return new Answers.Unit(
          unit,
          asked.get(0).funnel().unit(),
          isMore ? runs.subList(0, RUNS) : runs,
          isMore,
          asked.stream()
              .map(one -> new Answers.LookedIn(one.funnel().id(), reach.get(one.funnel().id())))
              .toList());
    }

    private List<Answers.Run> runs(String unit) throws SQLException {
      Map<String, Funnel> byId = new HashMap<>();
      asked.forEach(one -> byId.put(one.funnel().id(), one.funnel()));
      Object[] reports = asked.stream().map(one -> one.next().orElse(null)).toArray();
      try (PreparedStatement statement = connection.prepareStatement(Sql.UNIT_JOURNEYS.text())) {
        statement.setArray(1, connection.createArrayOf("text", ids));
        statement.setArray(2, connection.createArrayOf("text", versions));
        statement.setArray(3, connection.createArrayOf("text", reports));
        statement.setArray(4, connection.createArrayOf("int4", cohorts));
        statement.setString(5, unit);
        statement.setInt(6, RUNS + 1);
        List<Answers.Run> runs = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            String id = row.getString("funnel");
            Funnel funnel = byId.get(id);
            if (funnel != null) {
              runs.add(new Answers.Run(id, JourneysReader.journey(row, funnel)));
            }
          }
        }
        return runs;
      }
    }

    private Map<String, @Nullable String> reach() throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.UNIT_REACH.text())) {
        statement.setArray(1, connection.createArrayOf("text", ids));
        statement.setArray(2, connection.createArrayOf("text", versions));
        statement.setArray(3, connection.createArrayOf("int4", cohorts));
        Map<String, @Nullable String> reach = new HashMap<>();
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            reach.put(
                row.getString("funnel"),
                CohortRange.iso(row.getObject("cohort_start", LocalDateTime.class)));
          }
        }
        return reach;
      }
    }
  }
}
