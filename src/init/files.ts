/**
 * The files of a new project.
 *
 * @module
 */

/** What a project is made of. */
export interface ProjectOptions {
  /** Its name: that of its folder. */
  readonly name: string;
  /** Whether its window is written in QML. */
  readonly quick: boolean;
  /** What its import map says. */
  readonly imports: Readonly<Record<string, string>>;
  /** Deno's flags for importing them. */
  readonly flags: readonly string[];
  /** The URL of `dev.ts`. */
  readonly dev: string;
  /** The URL of what makes packages; null if there is nothing. */
  readonly packager: string | null;
}

/**
 * Makes a project.
 *
 * @param options What it is made of.
 * @returns The text of each file, by its path from the project's folder.
 */
export function filesOf(options: ProjectOptions): Record<string, string> {
  const files: Record<string, string> = {
    "deno.json": json(settingsOf(options)),
    "main.ts": options.quick ? QUICK : WIDGETS,
    "main_test.ts": options.quick ? QUICK_TEST : WIDGETS_TEST,
    ".gitignore": `/${options.name}.js\n/coverage/\n/dist/\n`,
    ".vscode/settings.json": json({
      "deno.enable": true,
      "editor.defaultFormatter": "denoland.vscode-deno",
      "editor.formatOnSave": true,
    }),
    ".vscode/extensions.json": json({
      recommendations: ["denoland.vscode-deno"],
    }),
  };
  if (options.quick) files["Main.qml"] = QML;
  for (const [path, text] of Object.entries(files)) {
    files[path] = text.replaceAll("NAME", options.name);
  }
  return files;
}

function settingsOf(options: ProjectOptions): object {
  const { name, imports, flags, dev, packager } = options;
  const grant = ["--allow-ffi", ...flags].join(" ");
  const imported = flags.map((flag) => `${flag} `).join("");
  return {
    tasks: {
      start: {
        description: "Run the program",
        command: `deno run ${grant} main.ts`,
      },
      dev: {
        description: "Run it, and show the new window when a file is saved",
        command: `deno run -A ${dev} ${grant} main.ts`,
      },
      test: {
        description: "Run the tests",
        command: `deno test ${grant}`,
      },
      bundle: {
        description: `Write the program with all its modules to ${name}.js`,
        command:
          `deno bundle --platform=deno ${imported}--output=${name}.js main.ts`,
      },
      ...(packager === null ? {} : {
        package: {
          description: "Make packages that run where there is no Deno",
          command: `deno run -A ${packager}`,
        },
      }),
    },
    imports,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const WIDGETS = `/** NAME: a window that counts clicks. */

import {
  build,
  keep,
  QApplication,
  QLabel,
  QPushButton,
  QVBoxLayout,
  QWidget,
  run,
  state,
} from "@qtasyncio/qtasyncio/widgets";

/** Makes the window. */
export function makeWindow(): QWidget {
  // \`deno task dev\` keeps the number when a file is saved.
  const clicks = keep("clicks", state(0));
  return build(
    QWidget,
    { windowTitle: "NAME", size: { width: 320, height: 160 } },
    build(
      QVBoxLayout,
      {},
      build(QLabel, {
        objectName: "label",
        alignment: "AlignCenter",
        text: clicks.map((n) => \`Clicked \${n} time\${n === 1 ? "" : "s"}\`),
      }),
      build(QPushButton, {
        objectName: "button",
        text: "Click me",
        clicked: () => {
          clicks.value++;
        },
      }),
    ),
  );
}

if (import.meta.main) {
  await using _app = new QApplication();
  makeWindow().show();
  await run();
}
`;

const WIDGETS_TEST = `import { qtTest } from "@qtasyncio/qtasyncio/testing";
import { makeWindow } from "./main.ts";

Deno.test(
  "the button counts clicks",
  qtTest(async (t) => {
    makeWindow().show();
    await t.click("Click me");
    await t.until(() => t.find("Clicked 1 time"));
  }),
);
`;

const QUICK = `/** NAME: a window in QML that counts clicks. */

import {
  type DynamicObject,
  keep,
  QGuiApplication,
  qmlClass,
  QmlEngine,
  run,
} from "@qtasyncio/qtasyncio/quick";

/** What the window shows. */
export const Counter = qmlClass("Counter", {
  properties: { clicks: 0 },
  functions: {
    click(): void {
      this.clicks++;
      // \`deno task dev\` keeps the number when a file is saved.
      keep("clicks", this.clicks);
    },
  },
});

/** Makes the window. */
export async function makeWindow(
  engine: QmlEngine,
  counter: InstanceType<typeof Counter>,
): Promise<DynamicObject> {
  engine.setContextProperty("counter", counter);
  return await engine.load(import.meta.resolve("./Main.qml"));
}

if (import.meta.main) {
  await using _app = new QGuiApplication();
  using engine = new QmlEngine();
  await makeWindow(engine, new Counter({ clicks: keep("clicks", 0) }));
  await run();
}
`;

const QUICK_TEST =
  `import { QGuiApplication, QmlEngine } from "@qtasyncio/qtasyncio/quick";
import { qtTest } from "@qtasyncio/qtasyncio/testing";
import { Counter, makeWindow } from "./main.ts";

Deno.test(
  "the button counts clicks",
  qtTest({ application: QGuiApplication }, async (t) => {
    using engine = new QmlEngine();
    await makeWindow(engine, new Counter());
    await t.click("Click me");
    await t.until(() => t.find("Clicked 1 time"));
  }),
);
`;

const QML = `import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

ApplicationWindow {
    visible: true
    width: 320
    height: 160
    title: "NAME"

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: 12

        Label {
            objectName: "label"
            Layout.alignment: Qt.AlignHCenter
            text: "Clicked " + counter.clicks + (counter.clicks === 1 ? " time" : " times")
        }

        Button {
            Layout.fillWidth: true
            text: "Click me"
            onClicked: counter.click()
        }
    }
}
`;
