/** The modules of Qt's that few programs use, each by something that it is there for. */

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { probe } from "../../ffi/probe.ts";
import * as charts from "../../charts.ts";
import * as multimedia from "../../multimedia.ts";
import * as opengl from "../../opengl.ts";
import * as printing from "../../print_support.ts";
import * as controls from "../../quick_controls.ts";
import * as quickWidgets from "../../quick_widgets.ts";
import * as sql from "../../sql.ts";
import * as states from "../../state_machine.ts";
import * as svg from "../../svg.ts";
import {
  once,
  onQtMessage,
  QApplication,
  QImage,
  QPainter,
  QPropertyAnimation,
  QPushButton,
  QRectF,
  QTimer,
  run,
} from "../../widgets.ts";

/** A Qt of a Python wheel, which other tests may run on, lacks some. */
function test(library: string, name: string, body: () => Promise<void>): void {
  Deno.test({ name, ignore: !probe(`libQt6${library}.so.6`).ok, fn: body });
}

async function onWidgets(
  body: (app: QApplication) => void | Promise<void>,
): Promise<void> {
  await using app = new QApplication(["-platform", "offscreen"]);
  await run(async () => await body(app), { keepRunning: false });
}

/** Where there is no sound and no OpenGL, Qt says so. */
function expectMessages(...patterns: RegExp[]): Disposable {
  return onQtMessage(({ category, text }) => {
    const line = `${category}: ${text}`;
    if (!patterns.some((one) => one.test(line))) throw new Error(line);
  });
}

function colour(image: QImage, x: number, y: number): string {
  const { red, green, blue } = image.pixelColor(x, y)!;
  return [red, green, blue].join();
}

function drawing(fill: string): Uint8Array {
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">
      <rect id="left" width="4" height="8" fill="${fill}"/>
      <rect id="right" x="4" width="4" height="8" fill="#0000ff"/>
    </svg>`,
  );
}

test(
  "Sql",
  "Qt SQL: queries with values, models and transactions of SQLite",
  () =>
    onWidgets(() => {
      assert(sql.QSqlDatabase.drivers().includes("QSQLITE"));
      const database = sql.QSqlDatabase.addDatabase("QSQLITE", "test");
      database.setDatabaseName(":memory:");
      assert(database.open());
      const query = new sql.QSqlQuery(database);
      assert(query.exec("CREATE TABLE planets (name TEXT, moons INTEGER)"));
      assert(query.prepare("INSERT INTO planets VALUES (:name, :moons)"));
      for (const [name, moons] of [["Mars", 2], ["Saturn", 146]]) {
        query.bindValue(":name", name);
        query.bindValue(":moons", moons);
        assert(query.exec(), query.lastError().text());
      }
      assert(query.exec("SELECT name, moons FROM planets ORDER BY moons DESC"));
      const rows: unknown[] = [];
      while (query.next()) rows.push([query.value("name"), query.value(1)]);
      assertEquals(rows, [["Saturn", 146], ["Mars", 2]]);
      assertEquals(query.exec("SELECT nothing"), false);
      assertEquals(query.lastError().type(), "StatementError");

      assert(database.transaction());
      assert(query.exec("DELETE FROM planets"));
      assert(database.rollback());
      const model = new sql.QSqlTableModel(null, database);
      model.setTable("planets");
      model.setFilter("moons < 100");
      assert(model.select());
      assertEquals(model.rowCount(), 1);
      assertEquals(model.data(model.index(0, 0)), "Mars");
      assert(model.setData(model.index(0, 1), 3), model.lastError().text());
      assert(model.submitAll(), model.lastError().text());
      query.exec("SELECT moons FROM planets WHERE name = 'Mars'");
      query.next();
      assertEquals(query.value(0), 3);
      assertEquals(
        database.record("planets").field(0).metaType().name(),
        "QString",
      );
    }),
);

test(
  "Svg",
  "Qt SVG: what it renders is in the picture, and pictures become SVG",
  () =>
    onWidgets(() => {
      const renderer = new svg.QSvgRenderer(drawing("#ff0000"));
      assert(renderer.isValid());
      assertEquals({ ...renderer.defaultSize() }, { width: 8, height: 8 });
      assert(renderer.elementExists("right"));
      const image = new QImage({ width: 16, height: 8 }, "Format_RGB32");
      image.fill("white");
      {
        using painter = new QPainter(image);
        renderer.render(painter, new QRectF(0, 0, 8, 8));
        renderer.render(painter, "right", { x: 12, y: 0, width: 4, height: 8 });
      }
      assertEquals(
        [1, 6, 10, 13].map((x) => colour(image, x, 4)),
        ["255,0,0", "0,0,255", "255,255,255", "0,0,255"],
      );
      assert(renderer.load(drawing("#00ff00")));
      {
        using painter = new QPainter(image);
        renderer.render(painter);
      }
      assertEquals(colour(image, 1, 4), "0,255,0");
    }),
);

test(
  "SvgWidgets",
  "Qt SVG Widgets: a widget shows a drawing",
  () =>
    onWidgets(() => {
      const widget = new svg.QSvgWidget();
      widget.load(drawing("#ff0000"));
      widget.resize(16, 16);
      const image = QImage.fromData(widget.grab());
      assertEquals(colour(image, 2, 8), "255,0,0");
      assertEquals(colour(image, 12, 8), "0,0,255");
      assertEquals(widget.renderer()!.isValid(), true);
    }),
);

test(
  "PrintSupport",
  "Qt Print Support: pages of PDF, and a preview that asks for them",
  () =>
    onWidgets(async () => {
      const file = await Deno.makeTempFile({ suffix: ".pdf" });
      try {
        const printer = new printing.QPrinter("HighResolution");
        printer.setOutputFormat("PdfFormat");
        printer.setOutputFileName(file);
        assert(printer.setPageOrientation("Landscape"));
        {
          using painter = new QPainter(printer);
          assertStrictEquals(painter.device(), printer);
          painter.drawText({ x: 100, y: 100 }, "Page 1");
          assert(printer.newPage());
          painter.drawText({ x: 100, y: 100 }, "Page 2");
        }
        const text = new TextDecoder("latin1").decode(
          await Deno.readFile(file),
        );
        assertEquals(text.slice(0, 5), "%PDF-");
        assertEquals(text.match(/\/Type \/Page\n/g)?.length, 2);
        const [, width, height] = text.match(
          /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/,
        )!;
        assert(Number(width) > Number(height));

        const preview = new printing.QPrintPreviewWidget(printer);
        let asked = 0;
        preview.paintRequested.connect((given) => {
          asked += 1;
          assertStrictEquals(given, printer);
          using painter = new QPainter(given);
          painter.drawText({ x: 100, y: 100 }, "Preview");
        });
        preview.updatePreview();
        assertEquals([asked, preview.pageCount()], [1, 1]);
        const dialog = new printing.QPrintDialog(printer);
        assertStrictEquals(dialog.printer(), printer);
      } finally {
        await Deno.remove(file);
      }
    }),
);

test(
  "Charts",
  "Qt Charts: a line and bars are in the picture",
  () =>
    onWidgets(() => {
      const line = new charts.QLineSeries({ name: "Line" });
      line.append(0, 0);
      line.append([{ x: 1, y: 2 }, { x: 2, y: 1 }]);
      line.setPen("#ff0000");
      const set = new charts.QBarSet("Bars");
      set.append([1, 2, 2]);
      set.setColor("#0000ff");
      const bars = new charts.QBarSeries();
      assert(bars.append(set));
      const chart = new charts.QChart();
      chart.addSeries(bars);
      chart.addSeries(line);
      chart.createDefaultAxes();
      chart.title = "Both";
      const view = new charts.QChartView(chart);
      view.resize(300, 200);
      const image = QImage.fromData(view.grab());
      const seen = new Set<string>();
      for (let x = 0; x < image.width(); x++) {
        for (let y = 0; y < image.height(); y++) seen.add(colour(image, x, y));
      }
      assert(seen.has("255,0,0"), "the line");
      assert(seen.has("0,0,255"), "the bars");
      assertEquals(chart.series(), [bars, line]);
      assertEquals(line.points().map(({ y }) => y), [0, 2, 1]);
      assertEquals(chart.axes("Horizontal").length > 0, true);
    }),
);

test(
  "StateMachine",
  "Qt State Machine: states change by signals, with properties, guards in time, and an end",
  () =>
    onWidgets(async () => {
      const button = new QPushButton();
      const machine = new states.QStateMachine();
      const both = new states.QState(machine);
      const off = new states.QState(both);
      const on = new states.QState(both);
      const end = new states.QFinalState(machine);
      both.setInitialState(off);
      machine.setInitialState(both);
      off.assignProperty(button, "text", "Off");
      on.assignProperty(button, "text", "On");
      const there = off.addTransition(button.clicked, on);
      // As in C++, and with what its macro puts before.
      const back = on.addTransition(button, "clicked()", off);
      both.addTransition(button, "2windowTitleChanged(QString)", end);
      there.addAnimation(new QPropertyAnimation(button, "iconSize"));
      assertStrictEquals(there.senderObject, button);
      assertEquals(off.transitions(), [there]);
      assertStrictEquals(back.targetState, off);

      const log: string[] = [];
      off.entered.connect(() => log.push("off"));
      on.entered.connect(() => log.push("on"));
      machine.start();
      await once(off.entered);
      assertEquals(machine.configuration(), new Set([both, off]));
      button.click();
      assertEquals(button.text, "On");
      button.click();
      assertEquals([button.text, log], ["Off", ["off", "on", "off"]]);
      const finished = once(machine.finished);
      button.windowTitle = "end";
      await finished;
      assertEquals(machine.isRunning(), false);

      const timer = new QTimer({ interval: 1 });
      const other = new states.QStateMachine();
      const waiting = new states.QState(other);
      waiting.addTransition(
        new states.QSignalTransition(timer.timeout, waiting),
      );
      const [transition] = waiting.transitions();
      transition!.setTargetState(new states.QFinalState(other));
      other.setInitialState(waiting);
      other.start();
      timer.start();
      await once(other.finished);
    }),
);

test(
  "Multimedia",
  "Qt Multimedia: formats of sound, and a player with a source",
  () =>
    onWidgets((app) => {
      // They come from threads, at any time.
      app.setLoggingRules("qt.multimedia.*=false");
      using _messages = expectMessages(/PulseAudio/);
      const format = new multimedia.QAudioFormat();
      format.setSampleRate(48_000);
      format.setChannelCount(2);
      format.setSampleFormat("Int16");
      assertEquals(format.bytesForDuration(1_000_000), 192_000);
      const player = new multimedia.QMediaPlayer();
      const output = new multimedia.QAudioOutput();
      output.setVolume(0.25);
      player.setAudioOutput(output);
      assertStrictEquals(player.audioOutput, output);
      assertEquals(player.playbackState, "StoppedState");
      player.setSource(new URL("file:///nowhere.wav"));
      assertEquals(String(player.source), "file:///nowhere.wav");
      assert(Array.isArray(multimedia.QMediaDevices.audioOutputs()));
      const video = new multimedia.QVideoWidget();
      player.setVideoOutput(video);
      assertStrictEquals(player.videoOutput, video);
    }),
);

test(
  "OpenGL",
  "Qt OpenGL: formats of framebuffers, matrices of shaders, a widget",
  () =>
    onWidgets(() => {
      using _messages = expectMessages(/OpenGLWidget is not supported/);
      const format = new opengl.QOpenGLFramebufferObjectFormat();
      format.setAttachment("CombinedDepthStencil");
      format.setSamples(4);
      assertEquals([format.attachment(), format.samples()], [
        "CombinedDepthStencil",
        4,
      ]);
      const program = new opengl.QOpenGLShaderProgram();
      assertEquals([program.isLinked(), program.shaders()], [false, []]);
      for (
        const use of [
          () => program.create(),
          () => new opengl.QOpenGLTimerQuery(),
          () => new opengl.QOpenGLFramebufferObject({ width: 1, height: 1 }),
        ]
      ) assertThrows(use, RangeError, "No QOpenGLContext is current");
      const widget = new opengl.QOpenGLWidget({ windowTitle: "GL" });
      assertEquals([widget.isValid(), widget.windowTitle], [false, "GL"]);
    }),
);

test(
  "QuickWidgets",
  "Qt Quick Widgets draw in each application of a process",
  async () => {
    for (let i = 0; i < 3; i++) {
      await onWidgets(() => {
        const widget = new quickWidgets.QQuickWidget();
        widget.quickWindow()!.setProperty("color", "#00ff00");
        widget.resize(10, 10);
        widget.show();
        assertEquals(colour(QImage.fromData(widget.grab()), 5, 5), "0,255,0");
      });
    }
  },
);

test(
  "QuickWidgets",
  "Qt Quick Widgets and Controls: QML in a widget, in a style",
  () =>
    onWidgets(async () => {
      controls.QQuickStyle.setStyle("Basic");
      const file = await Deno.makeTempFile({ suffix: ".qml" });
      try {
        await Deno.writeTextFile(
          file,
          `import QtQuick
        Rectangle { width: 20; height: 20; color: "#ff0000"; property int answer: 42 }`,
        );
        const widget = new quickWidgets.QQuickWidget({
          resizeMode: "SizeRootObjectToView",
        });
        widget.setSource(new URL(`file://${file}`));
        assertEquals(widget.status, "Ready");
        assertEquals(widget.rootObject()!.property("answer"), 42);
        widget.resize(40, 30);
        widget.show();
        const image = QImage.fromData(widget.grab());
        assertEquals(colour(image, 35, 25), "255,0,0");
      } finally {
        await Deno.remove(file);
      }
    }),
);
