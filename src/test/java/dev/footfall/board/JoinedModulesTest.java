package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class JoinedModulesTest {

  @Test
  void modulesComeOnceAndBeforeThoseThatImportThem() {
    assertThat(
            joined(
                Map.of(
                    "page.js",
                    """
                    import './first.js';
                    import * as bars from './parts/bars.js';
                    import { part, half as half2 } from './format.js';
                    show(bars.bars, part, half2);
                    """,
                    "first.js",
                    "begin();\n",
                    "parts/bars.js",
                    """
                    import { part } from '../format.js';
                    export async function bars() {
                      return `export ${part}`;
                    }
                    """,
                    "format.js",
                    """
                    const half = 1;
                    export class Money {}
                    export const part = 2;export{half as half,half as cost};
                    //# sourceMappingURL=format.js.map
                    """)))
        .isEqualTo(
            """
            // first.js
            const $first = (() => {
            begin();

            return {  };
            })();
            // format.js
            const $format = (() => {
            const half = 1;
            class Money {}
            const part = 2;
            return { Money, part, half: half, cost: half };
            })();
            // parts/bars.js
            const $parts_bars = (() => {
            const { part } = $format;
            async function bars() {
              return `export ${part}`;
            }

            return { bars };
            })();
            // page.js
            const $page = (() => {

            const bars = $parts_bars;
            const { part, half: half2 } = $format;
            show(bars.bars, part, half2);

            return {  };
            })();
            """);
  }

  @Test
  void whatCannotBeJoinedIsRefusedByItsPlace() {
    for (String line :
        new String[] {
          "export default 1;",
          "export let changing = 1;",
          "export * from './other.js';",
          "import other from './other.js';",
          "import { html } from 'lit-html';",
          "import {"
        }) {
      assertThatThrownBy(() -> joined(Map.of("page.js", "\n" + line + "\n", "other.js", "")))
          .hasMessage(
              "page.js of the page has \"%s\", which cannot be joined; see JoinedModules for what can"
                  .formatted(line));
    }
  }

  @Test
  void modulesThatImportEachOtherAreRefused() {
    assertThatThrownBy(
            () ->
                joined(
                    Map.of(
                        "page.js", "import { a } from './other.js';\n",
                        "other.js", "import { b } from './page.js';\n")))
        .hasMessage("the modules of the page import each other, one of them is page.js");
  }

  private static String joined(Map<String, String> modules) {
    return JoinedModules.of("page.js", path -> Objects.requireNonNull(modules.get(path), path));
  }
}
