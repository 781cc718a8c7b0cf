/** Has the application to itself, and gives it back; posts its exit code. */

import { QCoreApplication } from "../../../mod.ts";

let code: number;
{
  await using app = new QCoreApplication([]);
  setTimeout(() => app.exit(7), 1);
  code = await app.exec();
}
(globalThis as unknown as Worker).postMessage(code);
