package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class PeerCasesTest {

  @Test
  void theReferenceGivesTheFiguresOfOtherToolsButForTheStatedDifferences() throws Exception {
    allAgreeButForTheStatedDifferences("reference", ReferenceFunnel::atTheEnd);
  }

  private static void allAgreeButForTheStatedDifferences(String name, Engine engine)
      throws Exception {
    assumeTrue(PeerCases.areHere(), "no ../shared/cases beside this checkout");
    PeerCases.Report report = PeerCases.compare(engine, funnel -> true);
    System.out.printf(
        "%s: %d cases of other tools agree, %d are answered otherwise, %d have no counterpart%n",
        name, report.agreeing(), report.differing().size(), report.withoutCounterpart().size());
    report
        .withoutCounterpart()
        .forEach((peer, asks) -> System.out.println("  " + peer + ": " + asks));
    assertThat(report.differing().keySet())
        .as(report.differing().toString())
        .isEqualTo(PeerCases.answeredOtherwise().keySet());
    assertThat(report.agreeing()).isGreaterThan(90);
  }
}
