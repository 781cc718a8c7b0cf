/** What the tests of local sockets share. */

import { assertEquals } from "@std/assert";
import { type ExceptionContext, getRunningLoop, run } from "../../mod.ts";
import { startLocalServer } from "../../network.ts";
import { onCore } from "../_support/probe.ts";

let counter = 0;

/** A path that nothing has used. */
export function freshPath(): string {
  return `/tmp/qtasyncio-local-${Deno.pid}-${++counter}`;
}

/** Makes the file of a socket that nothing listens at. */
export function leaveSocket(path: string): void {
  const listener = Deno.listen({ transport: "unix", path: `${path}.live` });
  // Deno removes it otherwise.
  Deno.renameSync(`${path}.live`, path);
  listener.close();
}

/** Runs a body with an application and a loop; fails if the exception handler was told of more than is taken away. */
export function test(
  title: string,
  body: (errors: ExceptionContext[]) => Promise<void>,
): void {
  Deno.test(title, () =>
    onCore(() =>
      run(async () => {
        const errors: ExceptionContext[] = [];
        getRunningLoop().setExceptionHandler((_loop, context) =>
          errors.push(context)
        );
        await body(errors);
        assertEquals(errors.map(({ message }) => message), []);
      }, { keepRunning: false })
    ));
}

/** A server that sends back what it gets. */
export function startEcho(name: string): ReturnType<typeof startLocalServer> {
  return startLocalServer(async (reader, writer) => {
    for await (const line of reader) {
      writer.write(line);
      await writer.drain();
    }
    writer.close();
  }, name);
}
