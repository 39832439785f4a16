package dev.footfall.funnel;

/**
 * A funnel's definition as one plain sentence, so that whoever reads its numbers knows what was
 * counted without reading YAML.
 */
public final class FunnelSentence {

  private FunnelSentence() {}

  /**
   * {@code Users who did "register", then "trial", then "purchase" within 14 days of "register",
   * counted once per day (Asia/Shanghai) of entry.}
   */
  public static String english(Funnel funnel) {
    return new EnglishSentence(funnel).toString();
  }

  /** {@code 用户依次完成 register → trial → purchase，自 register 起 14 天内，按进入时间每天（Asia/Shanghai）计一次。} */
  public static String chinese(Funnel funnel) {
    return new ChineseSentence(funnel).toString();
  }
}
