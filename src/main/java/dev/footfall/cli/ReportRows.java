package dev.footfall.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a report of {@code analyze}, to be printed in one of its formats. */
interface ReportRows {

  /** In this order, always: a contract with whoever reads them. */
  List<String> fields();

  /** A value a field; null where there is none. */
  List<List<@Nullable Object>> rows();

  /** For people. */
  void printTable(PrintWriter out);
}
