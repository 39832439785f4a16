package dev.footfall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.footfall", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.footfall.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule eventsYamlAndExperimentUseNothingOfOurs =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.footfall.event..", "dev.footfall.yaml..", "dev.footfall.experiment..")
          .should()
          .dependOnClassesThat(
              new com.tngtech.archunit.base.DescribedPredicate<>("are ours but elsewhere") {
                @Override
                public boolean test(com.tngtech.archunit.core.domain.JavaClass other) {
                  String name = other.getPackageName();
                  return name.startsWith("dev.footfall")
                      && !name.startsWith("dev.footfall.event")
                      && !name.startsWith("dev.footfall.yaml")
                      && !name.startsWith("dev.footfall.experiment");
                }
              });

  @ArchTest
  static final ArchRule whatAnalystsAndReadersKnowHasNoFlink =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.footfall.event..",
              "dev.footfall.yaml..",
              "dev.footfall.funnel..",
              "dev.footfall.experiment..",
              "dev.footfall.board..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink..");

  @ArchTest
  static final ArchRule onlyTheCepEngineAndAlertsKnowFlinkCep =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.footfall.journey.cep..", "dev.footfall.alert..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.cep..");

  @ArchTest
  static final ArchRule onlyTablesKnowTheTableApi =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.footfall.table..", "dev.footfall.job..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.table..");

  @ArchTest
  static final ArchRule onlyCommandsAndTheDemoKnowTheJob =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.footfall.cli..", "dev.footfall.demo..", "dev.footfall.job..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.footfall.job..");

  @ArchTest
  static final ArchRule theBoardSeesDefinitionsAndRowsOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.footfall.board..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.footfall.ingest..",
              "dev.footfall.journey..",
              "dev.footfall.metric..",
              "dev.footfall.table..",
              "dev.footfall.demo..",
              "dev.footfall.cli..");
}
