package dev.footfall.experiment;

import java.util.function.DoubleUnaryOperator;

/** Integrals by Gauss and Legendre, with 400 nodes. */
final class Quadrature {

  private static final int NODES = 400;
  private static final double[] PLACES = new double[NODES];
  private static final double[] WEIGHTS = new double[NODES];

  static {
    for (int node = 0; node < NODES; node++) {
      place(node);
    }
  }

  private Quadrature() {}

  /** The integral of a smooth function. */
  static double integrate(DoubleUnaryOperator function, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int node = 0; node < NODES; node++) {
      sum += WEIGHTS[node] * function.applyAsDouble(middle + half * PLACES[node]);
    }
    return half * sum;
  }

  /** A root of the Legendre polynomial, by Newton's method from Chebyshev's guess. */
  private static void place(int node) {
    double x = Math.cos(Math.PI * (node + 0.75) / (NODES + 0.5));
    double slope = 1;
    for (int step = 0; step < 10; step++) {
      double before = 1;
      double value = x;
      for (int degree = 2; degree <= NODES; degree++) {
        double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
        before = value;
        value = next;
      }
      slope = NODES * (x * value - before) / (x * x - 1);
      x -= value / slope;
    }
    PLACES[node] = x;
    WEIGHTS[node] = 2 / ((1 - x * x) * slope * slope);
  }
}
