/** Switches Deno's extras off; to be imported before anything else. */

Object.defineProperty(globalThis, Symbol.for("asyncio.portable"), {
  value: true,
});
