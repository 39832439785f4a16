package dev.footfall.funnel;

import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a report on paths counts, as one plain sentence: what a visit is, which of its stops are
 * followed, and where it is counted.
 */
public final class PathsSentence {

  private PathsSentence() {}

  /**
   * {@code Visits of users (any event): stops no more than 30 minutes apart, 24 hours at most; the
   * first 5 stops of each, repeats taken as one; counted per day (UTC) in which a visit begins.}
   */
  public static String english(Paths paths) {
    return "Visits of %s (%s): stops no more than %s apart, %s at most%s; %s, repeats %s; counted %s%s."
        .formatted(
            ReportSentence.units(paths),
            events(paths, "any event", " or ", ", filtered")
                + (paths.stop().isEmpty() ? "" : ", by " + paths.stop()),
            EnglishSentence.length(Duration.ofMillis(paths.visit().gapMillis())),
            EnglishSentence.length(Duration.ofMillis(paths.visit().longestMillis())),
            paths.visit().session().isEmpty() ? "" : ", each " + paths.visit().session() + " apart",
            englishWay(paths),
            switch (paths.repeats()) {
              case COLLAPSE -> "taken as one";
              case KEEP -> "kept";
            },
            paths.frame().window().isAll()
                ? "over everything"
                : "per %s (%s) in which a visit begins"
                    .formatted(
                        EnglishSentence.period(paths.frame().window().length()),
                        EnglishSentence.nameOf(paths.frame().zone())),
            paths.frame().breakdown().isEmpty() ? "" : ", by " + paths.frame().breakdown());
  }

  private static String englishWay(Paths paths) {
    if (paths.countsBackwards()) {
      return "the last %d stops up to the first %s".formatted(paths.depth(), paths.to());
    }
    return (paths.from().isEmpty()
            ? "the first %d stops of each".formatted(paths.depth())
            : "%d stops from the first %s on".formatted(paths.depth(), paths.from()))
        + (paths.to().isEmpty() ? "" : ", up to the next " + paths.to());
  }

  /** {@code 用户的访问（任意事件）：相邻停留点间隔不超过 30 分钟，总长不超过 24 小时；取每次访问的前 5 个停留点，连续重复算一个；按访问开始的每天（UTC）统计。} */
  public static String chinese(Paths paths) {
    return "%s的访问（%s）：相邻停留点间隔不超过 %s，总长不超过 %s%s；%s，连续重复%s；%s%s。"
        .formatted(
            paths.frame().followsUsers() ? "用户" : "每个 " + paths.frame().unit() + " ",
            events(paths, "任意事件", " 或 ", "，有筛选")
                + (paths.stop().isEmpty() ? "" : "，按 " + paths.stop() + " 命名"),
            ChineseSentence.length(Duration.ofMillis(paths.visit().gapMillis())),
            ChineseSentence.length(Duration.ofMillis(paths.visit().longestMillis())),
            paths.visit().session().isEmpty() ? "" : "，每个 " + paths.visit().session() + " 分开计算",
            chineseWay(paths),
            switch (paths.repeats()) {
              case COLLAPSE -> "算一个";
              case KEEP -> "分别计入";
            },
            paths.frame().window().isAll()
                ? "总共统计一次"
                : "按访问开始的%s（%s）统计"
                    .formatted(
                        ChineseSentence.period(paths.frame().window().length()),
                        EnglishSentence.nameOf(paths.frame().zone())),
            paths.frame().breakdown().isEmpty() ? "" : "，按 " + paths.frame().breakdown() + " 细分");
  }

  private static String chineseWay(Paths paths) {
    if (paths.countsBackwards()) {
      return "取到第一个 %s 为止的最后 %d 个停留点".formatted(paths.to(), paths.depth());
    }
    return (paths.from().isEmpty()
            ? "取每次访问的前 %d 个停留点".formatted(paths.depth())
            : "取从第一个 %s 起的 %d 个停留点".formatted(paths.from(), paths.depth()))
        + (paths.to().isEmpty() ? "" : "，到其后第一个 " + paths.to() + " 为止");
  }

  private static String events(Paths paths, String any, String or, String filtered) {
    Selector stops = paths.stops();
    String names = stops.names().isEmpty() ? any : String.join(or, new TreeSet<>(stops.names()));
    return stops.filters().isEmpty() ? names : names + filtered;
  }

  /** Both, by language. */
  public static Map<String, String> byLanguage(Paths paths) {
    return Map.of("en", english(paths), "zh-CN", chinese(paths));
  }
}
