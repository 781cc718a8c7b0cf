/**
 * The classes of Qt Charts: lines, bars, pies and others, with axes and legends.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6charts6` has it. A release carries the code that
 * calls its members; in a clone of the project, `deno task setup --with=charts` builds it.
 *
 * @example
 * ```ts
 * import { QApplication } from "@qtasyncio/qtasyncio/widgets";
 * import { QChart, QChartView, QLineSeries } from "@qtasyncio/qtasyncio/charts";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const series = new QLineSeries({ name: "Squares" });
 * for (let x = 0; x < 10; x++) series.append(x, x * x);
 * const chart = new QChart();
 * chart.addSeries(series);
 * chart.createDefaultAxes();
 * const view = new QChartView(chart);
 * view.resize(400, 300);
 * const png = view.grab();
 * console.log(`${png.length} bytes`);
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/charts.ts";
import * as charts from "./src/qt/generated/charts/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("charts", charts, carried);

export * from "./src/qt/generated/charts/classes.js";
