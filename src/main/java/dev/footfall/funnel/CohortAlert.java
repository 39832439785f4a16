package dev.footfall.funnel;

/**
 * Tells of a closed cohort whose conversion is out of the band of the closed cohorts before it.
 *
 * @param id names its rows and its state
 * @param title for people
 * @param funnel the funnel's id
 * @param step the step's name: conversion is the share of those who entered that reached it
 * @param within the funnel's: so long after its end a cohort is closed
 * @param cohorts the band is made of so many closed cohorts before
 * @param alpha how often at most a cohort is told of where nothing has changed
 */
public record CohortAlert(
    String id, String title, String funnel, String step, Within within, int cohorts, double alpha)
    implements Alert {

  /** Two weeks of days: each day of the week weighs the same. */
  public static final int DEFAULT_COHORTS = 14;

  /** Unless an alert says otherwise: once in a hundred cohorts. */
  public static final double DEFAULT_ALPHA = 0.01;

  /** From so few cohorts on there is a band. */
  public static final int LEAST_COHORTS = 7;
}
