import { EventLoop } from "../../mod.ts";

/** What a function reports to the loop's exception handler. */
export async function reported(run: () => void): Promise<string[]> {
  const messages: string[] = [];
  const loop = new EventLoop();
  loop.setExceptionHandler((_, { message, exception }) => {
    messages.push(`${message}: ${(exception as Error).message}`);
  });
  loop.callSoon(() => {
    run();
    loop.stop();
  });
  await loop.runForever();
  await loop.close();
  return messages;
}
