package dev.footfall.journey;

import org.junit.jupiter.api.Test;

class PeerCasesTest {

  @Test
  void theReferenceGivesTheFiguresOfOtherToolsButForTheStatedDifferences() throws Exception {
    PeerCases.assertAgreement("reference", ReferenceFunnel::atTheEnd, funnel -> true);
  }
}
