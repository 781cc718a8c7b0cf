import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { Board, Sieve } from "../../examples/eratosthenes.ts";
import { run } from "../../widgets.ts";
import { Desktop } from "../_support/desktop.ts";
import { Program } from "../_support/program.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

function isPrime(number: number): boolean {
  for (let i = 2; i * i <= number; i++) if (number % i === 0) return false;
  return number > 1;
}

Deno.test("examples/eratosthenes.ts finds the primes up to 1600", () =>
  onWidgets(async () => {
    const board = new Board();
    const sieve = new Sieve(board, 0);
    board.window.show();
    await run(() => sieve.start(), { keepRunning: false });
    const expected = Array.from({ length: 1600 }, (_, i) => i + 1)
      .filter(isPrime);
    assertEquals(sieve.primes, expected);
    assertStringIncludes(board.status, "Congratulations!");
  }));

Deno.test("examples/eratosthenes.ts colours its window on a small screen while it runs, and ends when that is closed", async () => {
  await using xvfb = await Xvfb.start({ width: 1366, height: 768 });
  const desktop = new Desktop(xvfb);
  await using program = Program.start("examples/eratosthenes.ts", {
    args: ["1"],
    env: xvfb.env,
  });
  const window = await desktop.waitForWindow({
    title: "Sieve of Eratosthenes",
  });
  const first = await desktop.screenshot(window);
  const { width, height } = await desktop.geometry(window);
  // A desktop's panel and the frame of the window take their part of the screen.
  assertLess(width, 1340);
  assertLess(height, 690);
  await waitFor("colours", async () => {
    const now = await desktop.screenshot(window);
    return now.colours() > first.colours() + 100 ? now : undefined;
  });
  const { width: later } = await desktop.geometry(window);
  assertEquals(later, width);
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});
