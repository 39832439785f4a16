package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder laid out as Flink's own distribution: {@code lib} with the jars that Flink brings,
 * {@code usrlib} with the job's jar. Nothing of ours is in {@code lib}, and no connector.
 *
 * @param folder holds both
 */
record FlinkDistribution(Path folder) {

  /** The packaged job. */
  static final Path JOB_JAR = Path.of("target", "footfall-job.jar").toAbsolutePath();

  private static final Pattern FLINKS_OWN = Pattern.compile("flink-.*");
  private static final Pattern NOT_IN_IT =
      Pattern.compile("flink-(connector-kafka|test-utils).*|.*-tests\\.jar");

  /** What Flink's jars need, as its distribution bundles it, and its logging. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(commons-(cli|collections|compress|io|lang3|math3|text)|kryo|minlog|objenesis|reflectasm"
              + "|lz4-java|snappy-java|jsr305|slf4j-api|log4j-(api|core|slf4j2-impl)|frocksdbjni"
              + "|snakeyaml-engine|javassist|asm|RoaringBitmap|async-profiler|icu4j)-\\d.*\\.jar");

  /** Lays it out, without a copy of anything. */
  static FlinkDistribution in(Path folder) {
    try {
      Path lib = Files.createDirectories(folder.resolve("lib"));
      for (String entry :
          System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
        Path jar = Path.of(entry).toAbsolutePath();
        if (belongs(jar.getFileName().toString())) {
          Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
        }
      }
      if (!Files.exists(JOB_JAR)) {
        throw new BatteryFailure(
            JOB_JAR + " is not there; run mvn -DskipTests package, or ./footfall battery");
      }
      Files.createSymbolicLink(
          Files.createDirectories(folder.resolve("usrlib")).resolve(JOB_JAR.getFileName()),
          JOB_JAR);
      return new FlinkDistribution(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean belongs(String jar) {
    return !NOT_IN_IT.matcher(jar).matches()
        && (FLINKS_OWN.matcher(jar).matches() || NEEDED.matcher(jar).matches());
  }

  Path lib() {
    return folder.resolve("lib");
  }

  /** The class path of every process of Flink's. */
  String classPath() {
    return lib() + "/*";
  }

  /** What else its start scripts tell a process by its environment. */
  List<String> jarsOfJob() {
    return List.of(JOB_JAR.toString());
  }
}
