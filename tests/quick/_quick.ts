/** An application for QML, on the offscreen platform. */

import { QGuiApplication, QmlEngine } from "../../quick.ts";

/** Gives `body` an application and an engine, and disposes of both afterwards. */
export async function onQuick(
  body: (engine: QmlEngine, app: QGuiApplication) => unknown,
): Promise<void> {
  await using app = new QGuiApplication(["-platform", "offscreen"]);
  const engine = new QmlEngine();
  await body(engine, app);
}

/** A document with a `QtObject` of this content. */
export function object(content: string): string {
  return `import QtQml\nQtObject {\n${content}\n}`;
}
