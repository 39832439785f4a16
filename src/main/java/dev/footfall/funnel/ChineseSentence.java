package dev.footfall.funnel;

import dev.footfall.funnel.Funnel.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Words a funnel in Chinese. */
final class ChineseSentence {

  private final Funnel funnel;

  ChineseSentence(Funnel funnel) {
    this.funnel = funnel;
  }

  @Override
  public String toString() {
    List<String> clauses = new ArrayList<>();
    clauses.add(unit() + steps());
    if (funnel.steps().size() > 1 && !funnel.within().isNone()) {
      clauses.add(within());
    }
    if (funnel.order() == Order.STRICT) {
      clauses.add("中间没有其他事件" + ignored());
    }
    if (!funnel.hold().isEmpty()) {
      clauses.add("各步骤的 " + listed(funnel.hold()) + " 相同");
    }
    funnel.exclusions().forEach(exclusion -> clauses.add(exclusion(exclusion)));
    clauses.add(counted());
    if (!funnel.breakdowns().isEmpty()) {
      clauses.add("按 " + listed(funnel.breakdowns()) + " 细分");
    }
    return String.join("，", clauses) + "。";
  }

  private String unit() {
    return funnel.countsUsers() ? "用户" : "每个 " + funnel.unit() + " ";
  }

  private String steps() {
    List<String> steps = funnel.steps().stream().map(this::step).toList();
    if (steps.size() == 1) {
      return "完成 " + steps.get(0);
    }
    return funnel.order() == Order.ANY
        ? "以任意顺序完成 " + listed(steps)
        : "依次完成 " + String.join(" → ", steps);
  }

  private String step(Step step) {
    List<String> remarks = new ArrayList<>();
    Selector fills = step.fills();
    if (!fills.names().equals(Set.of(step.name()))) {
      remarks.add(names(fills));
    }
    fills.filters().forEach(filter -> remarks.add(filter(filter)));
    if (step.optional()) {
      remarks.add("可选");
    }
    return remarks.isEmpty() ? step.name() : step.name() + "（" + String.join("，", remarks) + "）";
  }

  private String event(Selector selector) {
    return selector.filters().isEmpty()
        ? names(selector)
        : names(selector)
            + "（"
            + selector.filters().stream().map(this::filter).collect(Collectors.joining("，"))
            + "）";
  }

  private String names(Selector selector) {
    return selector.names().isEmpty()
        ? "任意事件"
        : selector.names().stream().sorted().collect(Collectors.joining(" 或 "));
  }

  private String filter(Filter filter) {
    String property = filter.property();
    List<String> values = filter.operands().stream().map(Filter.Operand::text).toList();
    String value = values.get(0);
    return switch (filter.operator()) {
      case EQ -> property + " 为 " + value;
      case NE -> property + " 不为 " + value;
      case IN -> property + " 为 " + String.join(" 或 ", values);
      case NOT_IN -> property + " 不为 " + listed(values);
      case GT -> property + " > " + value;
      case GTE -> property + " ≥ " + value;
      case LT -> property + " < " + value;
      case LTE -> property + " ≤ " + value;
      case CONTAINS -> property + " 包含“" + value + "”";
      case NOT_CONTAINS -> property + " 不包含“" + value + "”";
      case MATCHES -> property + " 匹配“" + value + "”";
      case EXISTS -> value.equals("true") ? "有 " + property : "无 " + property;
    };
  }

  private String within() {
    String from = funnel.order() == Order.ANY ? "其中第一个" : " " + funnel.steps().get(0).name() + " ";
    return "自" + from + "起 " + length(Duration.ofMillis(funnel.within().millis())) + "内";
  }

  private String ignored() {
    return funnel.ignore().isEmpty()
        ? ""
        : "（" + listed(funnel.ignore().stream().sorted().toList()) + " 除外）";
  }

  private String exclusion(Exclusion exclusion) {
    String place =
        funnel.order() == Order.ANY
            ? "全部完成之前"
            : "在 "
                + funnel.steps().get(exclusion.after() - 1).name()
                + " 与 "
                + funnel.steps().get(exclusion.before() - 1).name()
                + " 之间";
    return place + "没有 " + event(exclusion.ends());
  }

  private String counted() {
    return funnel.cohort().isAll()
        ? "总共计一次"
        : "按进入时间" + period(funnel.cohort().length()) + "（" + zone() + "）计一次";
  }

  private String zone() {
    return EnglishSentence.nameOf(funnel.zone());
  }

  /** {@code 每天}, {@code 每周}, {@code 每 6 小时}. */
  static String period(Duration period) {
    String length = length(period);
    return switch (length) {
      case "7 天" -> "每周";
      case "1 天", "1 小时", "1 分钟", "1 秒" -> "每" + length.substring(2);
      default -> "每 " + length;
    };
  }

  static String length(Duration length) {
    return TimeUnits.of(length).entrySet().stream()
        .map(ChineseSentence::amount)
        .collect(Collectors.joining(" "));
  }

  private static String amount(Map.Entry<TimeUnit, Long> part) {
    return part.getValue()
        + switch (part.getKey()) {
          case DAYS -> " 天";
          case HOURS -> " 小时";
          case MINUTES -> " 分钟";
          case SECONDS -> " 秒";
          case MILLISECONDS -> " 毫秒";
          case MICROSECONDS, NANOSECONDS -> throw new IllegalStateException(part.toString());
        };
  }

  private static String listed(List<String> words) {
    return String.join("、", words);
  }
}
