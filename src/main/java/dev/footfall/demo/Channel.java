package dev.footfall.demo;

/**
 * Where a registration came from, with the odds that everyone of it has.
 *
 * <p>The figures of the source documents cannot all hold at once. From register to purchase the
 * four channels have 8, 15, 20 and 12 %; with their shares of registrations that is 12.55 % of all.
 * With 60 % of registrations starting a trial, 12.55 / 60 = 20.92 % of trials are bought, not 20 %
 * (which would be 12.00 % of registrations). The rates per channel and the 60 % are kept exactly;
 * "20 %" is therefore 20.92 %.
 */
public enum Channel {
  SOCIAL("social", 0.35, 0.50, 0.08),
  WEBSITE("website", 0.25, 0.64, 0.15),
  OFFLINE("offline", 0.15, 0.75, 0.20),
  PARTNER("partner", 0.25, 0.61, 0.12);

  private final String label;
  private final double share;
  private final double trial;
  private final double purchase;

  Channel(String label, double share, double trial, double purchase) {
    this.label = label;
    this.share = share;
    this.trial = trial;
    this.purchase = purchase;
  }

  /** As the events name it. */
  public String label() {
    return label;
  }

  /** Its share of all registrations. */
  public double share() {
    return share;
  }

  /** The share of its registrations that start a trial. */
  public double registerToTrial() {
    return trial;
  }

  /** The share of its registrations that buy within 14 days. */
  public double registerToPurchase() {
    return purchase;
  }

  /** The share of its trials that are bought within 14 days of the registration. */
  public double trialToPurchase() {
    return purchase / trial;
  }

  static Channel of(Dice dice) {
    double rest = dice.fraction();
    for (Channel channel : values()) {
      rest -= channel.share;
      if (rest < 0) {
        return channel;
      }
    }
    return PARTNER;
  }
}
