package dev.footfall.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * The passwords of the embedded database's roles, kept in its data folder, which only its user can
 * enter. That file is written last of all, so a folder that has it is finished.
 */
record EmbeddedDatabasePasswords(String superuser, String owner, String reader) {

  static final String FILE = "footfall-passwords";

  private static final SecureRandom RANDOM = new SecureRandom();

  static EmbeddedDatabasePasswords generate() {
    return new EmbeddedDatabasePasswords(password(), password(), password());
  }

  /** Hexadecimal, so that it can stand anywhere without quotes. */
  private static String password() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static EmbeddedDatabasePasswords read(Path data) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve(FILE));
    if (lines.size() != 3) {
      throw new EmbeddedDatabaseException(
          data.resolve(FILE)
              + " should hold three lines, one password each; restore it, or move the folder away"
              + " to begin with an empty database");
    }
    return new EmbeddedDatabasePasswords(lines.get(0), lines.get(1), lines.get(2));
  }

  void write(Path data) throws IOException {
    Path draft = data.resolve(FILE + ".new");
    Files.write(draft, List.of(superuser, owner, reader));
    Files.move(draft, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Without the passwords, which must not reach a log. */
  @Override
  public String toString() {
    return "passwords";
  }
}
