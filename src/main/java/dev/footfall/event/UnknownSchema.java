package dev.footfall.event;

/** No Avro schema can be had under the number that a message names; the message says why not. */
public final class UnknownSchema extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param why for a person: {@code there is no schema 7}
   */
  public UnknownSchema(String why) {
    super(why, null, false, false);
  }

  /** Why there is none. */
  String why() {
    return String.valueOf(getMessage());
  }
}
