package dev.footfall.cli;

import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine.IVersionProvider;

/** The version of Footfall and of the Flink inside. */
final class FootfallVersion implements IVersionProvider {

  /** Picocli makes it by reflection. */
  FootfallVersion() {}

  @Override
  public String[] getVersion() {
    String version = FootfallVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "footfall " + (version == null ? "(not packaged)" : version),
      "Apache Flink " + EnvironmentInformation.getVersion()
    };
  }
}
