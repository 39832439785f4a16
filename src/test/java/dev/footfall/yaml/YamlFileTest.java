package dev.footfall.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {

  @Test
  void everyValueKnowsWhereItStandsAndWhatItIs() {
    assertThat(parse("a: [x, '5']\nb:\n  c: 5\n  d: true\n  e:\n"))
        .contains(
            new YamlMapping(
                at(1, 1),
                List.of(
                    entry(
                        text(1, 1, "a"),
                        new YamlSequence(at(1, 4), List.of(text(1, 5, "x"), text(1, 8, "5")))),
                    entry(
                        text(2, 1, "b"),
                        new YamlMapping(
                            at(3, 3),
                            List.of(
                                entry(
                                    text(3, 3, "c"),
                                    new YamlScalar(at(3, 6), "5", YamlScalar.Type.NUMBER)),
                                entry(
                                    text(4, 3, "d"),
                                    new YamlScalar(at(4, 6), "true", YamlScalar.Type.BOOLEAN)),
                                entry(
                                    text(5, 3, "e"),
                                    new YamlScalar(at(5, 5), "", YamlScalar.Type.NOTHING))))))));
  }

  @Test
  void columnsCountCharactersNotBytes() {
    assertThat(problemsIn("{试用😀: 1, 试用😀: 2}"))
        .containsExactly(
            "f.yaml:1:10: key \"试用😀\" is already given at f.yaml:1:2; leave one of them out");
  }

  @Test
  void anEmptyFileIsAMappingOfNothing() {
    Optional<YamlNode> nothing = Optional.of(new YamlMapping(at(1, 1), List.of()));
    assertThat(parse("")).isEqualTo(nothing);
    assertThat(parse("\n# only a comment\n")).isEqualTo(nothing);
    assertThat(parse("---\n")).isEqualTo(nothing);
    assertThat(parse("\uFEFF")).isEqualTo(nothing);
  }

  @Test
  void aSyntaxErrorIsOneProblemWithItsPlace() {
    assertThat(problemsIn("a: 1\n\tb: 2\n"))
        .containsExactly("f.yaml:2:1: a tab stands where a line is indented; write spaces");
    assertThat(problemsIn("a:\n\t- b\n"))
        .containsExactly("f.yaml:2:1: a tab stands where a line is indented; write spaces");
    assertThat(problemsIn("a: b: c\n"))
        .containsExactly(
            "f.yaml:1:5: a colon cannot stand here; indent the line like its neighbours, or put"
                + " text that holds a colon in quotes");
    assertThat(problemsIn("a: 1\n  b: 2\n"))
        .containsExactly(
            "f.yaml:2:4: a colon cannot stand here; indent the line like its neighbours, or put"
                + " text that holds a colon in quotes");
    assertThat(problemsIn("a:\n  - b\n c: 1\n"))
        .containsExactly(
            "f.yaml:3:2: this fits neither the lines above nor their indentation; indent it like"
                + " the lines it belongs to");
    assertThat(problemsIn("a: [b, c\nd: e\n"))
        .containsExactly("f.yaml:2:2: the list that opens at f.yaml:1:4 is broken; write , or ]");
    assertThat(problemsIn("a: ["))
        .containsExactly("f.yaml:1:5: the file ends before this is complete; close it with ] or }");
    assertThat(problemsIn("a: [b, , c]"))
        .containsExactly("f.yaml:1:8: a value is missing here; write one");
    assertThat(problemsIn("a: {b: c\nd: e\n"))
        .containsExactly(
            "f.yaml:2:2: the mapping that opens at f.yaml:1:4 is broken; write , or }");
    assertThat(problemsIn("a: \"b\nc: d\n"))
        .containsExactly("f.yaml:3:1: the quote that opens at f.yaml:1:4 is not closed; close it");
    assertThat(problemsIn("a: \"^\\d+\"\n"))
        .containsExactly(
            "f.yaml:1:7: a backslash in double quotes must escape something; write \\\\, or use"
                + " single quotes");
    assertThat(problemsIn("a: *b\n"))
        .containsExactly(
            "f.yaml:1:4: this alias names nothing above it; put text that begins with * in"
                + " quotes");
    assertThat(problemsIn("a: @b\n"))
        .containsExactly("f.yaml:1:4: text cannot begin with this character; put it in quotes");
    assertThat(problemsIn("a: x\u0007y\n"))
        .containsExactly("f.yaml:1:5: the character U+0007 cannot stand here; leave it out");
  }

  @Test
  void aSecondDocumentIsRefused() {
    assertThat(problemsIn("a: 1\n---\nb: 2\n"))
        .containsExactly(
            "f.yaml:3:1: a second document begins here; write one document, and the other in a"
                + " file of its own");
  }

  @Test
  void aKeyIsAWord() {
    assertThat(problemsIn("? [a]\n: 1\n"))
        .containsExactly("f.yaml:1:3: this is no key; write a word as the key");
    assertThat(problemsIn("{null: 1}"))
        .containsExactly("f.yaml:1:2: this is no key; write a word as the key");
  }

  @Test
  void anAliasStandsForItsAnchor() {
    YamlNode list = new YamlSequence(at(1, 4), List.of(text(1, 8, "x")));
    assertThat(parse("a: &l [x]\nb: *l\n"))
        .contains(
            new YamlMapping(
                at(1, 1), List.of(entry(text(1, 1, "a"), list), entry(text(2, 1, "b"), list))));
  }

  @Test
  void aliasesCannotStandForBillionsOfValues() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 12; level++) {
      String alias = "*a" + (level - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(level, level, (alias + ", ").repeat(9) + alias));
    }
    assertThat(problemsIn(bomb.toString()))
        .containsExactly(
            "f.yaml:1:1: with its aliases the file stands for more than 100000 values; use fewer"
                + " aliases");
  }

  @Test
  void anAliasOfWhatItStandsInIsRefused() {
    assertThat(problemsIn("a: &x [1, *x]\n"))
        .containsExactly(
            "f.yaml:1:4: this contains itself by an alias; write out what it should hold");
  }

  @Test
  void aFileOfBracketsIsRefused() {
    assertThat(problemsIn("[".repeat(100_000)))
        .containsExactly("f.yaml:1:51: this lies too deep inside other values; write it flatter");
    assertThat(problemsIn("[".repeat(50) + "]".repeat(50))).isEmpty();
  }

  @Test
  void whatCannotBeReadIsAProblem(@TempDir Path folder) throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "# " + "x".repeat(1 << 20));
    Path missing = folder.resolve("missing.yaml");

    assertThat(problemsOf(latin))
        .containsExactly(latin + ":2:7: what stands here is not UTF-8; save the file as UTF-8");
    assertThat(problemsOf(large))
        .containsExactly(large + ":1:1: the file is longer than 1 MB; split it into several files");
    assertThat(problemsOf(missing))
        .containsExactly(missing + ":1:1: there is no such file; name a file that is there");
    assertThat(problemsOf(folder)).containsExactly(folder + ":1:1: this is a folder; name a file");
  }

  private static Optional<YamlNode> parse(String text) {
    Problems problems = new Problems();
    Optional<YamlNode> document = YamlFile.parse("f.yaml", text, problems);
    assertThat(problems.all()).isEmpty();
    return document;
  }

  private static List<String> problemsIn(String text) {
    Problems problems = new Problems();
    YamlFile.parse("f.yaml", text, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }

  private static List<String> problemsOf(Path file) {
    Problems problems = new Problems();
    assertThat(YamlFile.read(file, problems)).isEmpty();
    return problems.all().stream().map(Problem::toString).toList();
  }

  private static Position at(int line, int column) {
    return new Position("f.yaml", line, column);
  }

  private static YamlScalar text(int line, int column, String text) {
    return new YamlScalar(at(line, column), text, YamlScalar.Type.TEXT);
  }

  private static YamlMapping.Entry entry(YamlScalar key, YamlNode value) {
    return new YamlMapping.Entry(key, value);
  }
}
