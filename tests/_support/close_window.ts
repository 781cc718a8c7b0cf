/**
 * Asks a window to close, as a window manager does for the button in its frame.
 * xdotool can only destroy windows, which no program gets to answer.
 *
 * @module
 */

const SYMBOLS = {
  XOpenDisplay: { parameters: ["buffer"], result: "pointer" },
  XInternAtom: { parameters: ["pointer", "buffer", "i32"], result: "u64" },
  XSendEvent: {
    parameters: ["pointer", "u64", "i32", "i64", "buffer"],
    result: "i32",
  },
  XCloseDisplay: { parameters: ["pointer"], result: "i32" },
} as const;

/** `ClientMessage` of X.h. */
const CLIENT_MESSAGE = 33;
/** The size of `XEvent`, the union of all events. */
const EVENT_BYTES = 192;

/**
 * Sends WM_DELETE_WINDOW to a window.
 *
 * @param display The display's name.
 * @param window The window's X11 id.
 * @throws {Error} If there is no such display.
 */
export function requestClose(display: string, window: number): void {
  using x11 = openLibrary();
  const { XOpenDisplay, XInternAtom, XSendEvent, XCloseDisplay } = x11.symbols;
  const connection = XOpenDisplay(cString(display));
  if (connection === null) throw new Error(`Cannot open display ${display}`);
  const atom = (name: string) => XInternAtom(connection, cString(name), 0);
  // struct XClientMessageEvent on a 64-bit machine.
  const event = new DataView(new ArrayBuffer(EVENT_BYTES));
  event.setInt32(0, CLIENT_MESSAGE, true);
  event.setBigUint64(32, BigInt(window), true);
  event.setBigUint64(40, atom("WM_PROTOCOLS"), true);
  event.setInt32(48, 32, true);
  event.setBigUint64(56, atom("WM_DELETE_WINDOW"), true);
  XSendEvent(connection, BigInt(window), 0, 0n, new Uint8Array(event.buffer));
  // Closing the connection sends what waits in it.
  XCloseDisplay(connection);
}

function openLibrary(): Deno.DynamicLibrary<typeof SYMBOLS> & Disposable {
  const library = Deno.dlopen("libX11.so.6", SYMBOLS);
  return Object.assign(library, { [Symbol.dispose]: () => library.close() });
}

function cString(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}
