package dev.footfall.demo;

/** What a visitor of the shop holds in hand, with the share of visitors and the odds of a cart. */
public enum Device {
  MOBILE("mobile", 0.60, 0.30),
  DESKTOP("desktop", 0.32, 0.45),
  TABLET("tablet", 0.08, 0.35);

  private final String label;
  private final double share;
  private final double productToCart;

  Device(String label, double share, double productToCart) {
    this.label = label;
    this.share = share;
    this.productToCart = productToCart;
  }

  /** As the events name it. */
  public String label() {
    return label;
  }

  /** Its share of visitors. */
  public double share() {
    return share;
  }

  /** The share of its visits with a product that put one into the cart. */
  public double productToCart() {
    return productToCart;
  }

  static Device of(Dice dice) {
    double rest = dice.fraction();
    for (Device device : values()) {
      rest -= device.share;
      if (rest < 0) {
        return device;
      }
    }
    return TABLET;
  }
}
