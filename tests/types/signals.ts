/**
 * What compiles with signals and events, and what must not. Nothing here runs: `deno check` is the test, and a line
 * after `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  emissions,
  once,
  type QCompleter,
  type QDialog,
  type QPointF,
  type QPushButton,
  type QSize,
  type QSlider,
  type QWidget,
  race,
  type Signal,
} from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

/** How a function is connected, and disconnected. */
export function connecting(slider: QSlider, signal: AbortSignal): void {
  const slot = slider.valueChanged.connect((value) => value + 1, {
    once: true,
    queued: true,
    signal,
  });
  is<Same<typeof slot, (value: number) => number>>();
  const was: boolean = slider.valueChanged.disconnect(slot);
  slider.valueChanged.disconnect();
  slider.blockSignals(was);
  const fewer: () => void = slider.rangeChanged.connect(() => {});
  // @ts-expect-error -- no function
  slider.valueChanged.connect("print");
  // @ts-expect-error -- there is no such option
  slider.valueChanged.connect(() => {}, { onlyOnce: true });
  // @ts-expect-error -- an AbortSignal, not its controller
  slider.valueChanged.connect(() => {}, { signal: new AbortController() });
  // @ts-expect-error -- a function of other arguments cannot have been connected
  slider.valueChanged.disconnect((value: string) => value);
  slider.valueChanged.emit(1);
  // @ts-expect-error -- it passes a number
  slider.valueChanged.emit("1");
  void fewer;
}

/** A signal is no value of its arguments, and none of other arguments. */
export function passing(slider: QSlider, button: QPushButton): void {
  const signal: Signal<[value: number]> = slider.valueChanged;
  // @ts-expect-error -- it brings a boolean
  const wrong: Signal<[value: number]> = button.clicked;
  void [signal, wrong];
}

/** Waiting for one. */
export async function waiting(
  slider: QSlider,
  button: QPushButton,
  signal: AbortSignal,
): Promise<void> {
  const args = await once(slider.valueChanged);
  is<Same<typeof args, [value: number]>>();
  const [checked] = await once(button.clicked, {
    signal,
    timeout: 100,
    filter: (checked) => {
      is<Same<typeof checked, boolean>>();
      return checked;
    },
  });
  is<Same<typeof checked, boolean>>();
  // @ts-expect-error -- it brings one argument
  const [, second] = await once(button.clicked);
  // @ts-expect-error -- an object has signals; it is none
  await once(button);
  // @ts-expect-error -- a property is no signal
  await once(slider.value);
  // @ts-expect-error -- milliseconds, as a number
  await once(slider.valueChanged, { timeout: "1s" });
  // @ts-expect-error -- it brings a number
  await once(slider.valueChanged, { filter: (value: string) => value === "" });
  // @ts-expect-error -- it has to say yes or no
  await once(slider.valueChanged, { filter: (value) => `${value}` });
  void second;
}

/** Waiting for the first of several. */
export async function racing(
  dialog: QDialog,
  slider: QSlider,
): Promise<void> {
  const first = await race(
    { done: dialog.finished, moved: slider.rangeChanged },
    { timeout: 1000 },
  );
  is<Same<typeof first.name, "done" | "moved">>();
  if (first.name === "moved") {
    is<Same<typeof first.args, [min: number, max: number]>>();
  } else is<Same<typeof first.args, [result: number]>>();
  // @ts-expect-error -- none of these has this name
  if (first.name === "cancelled") return;
  // @ts-expect-error -- each needs a name
  await race([dialog.finished, slider.rangeChanged]);
  // @ts-expect-error -- no signal
  await race({ done: dialog.accept });
  // @ts-expect-error -- of several signals, one filter would not know which
  await race({ done: dialog.finished }, { filter: () => true });
}

/** One after the other. */
export async function iterating(
  slider: QSlider,
  signal: AbortSignal,
): Promise<void> {
  for await (const [value] of slider.valueChanged) {
    is<Same<typeof value, number>>();
  }
  const some = emissions(slider.rangeChanged, {
    capacity: 10,
    overflow: "drop-oldest",
    signal,
  });
  for await (const args of some) {
    is<Same<typeof args, [min: number, max: number]>>();
  }
  // @ts-expect-error -- there is no such policy
  emissions(slider.valueChanged, { overflow: "block" });
  // @ts-expect-error -- a number of emissions
  emissions(slider.valueChanged, { capacity: "all" });
  // @ts-expect-error -- emissions come when they come
  for (const [value] of slider.valueChanged) void value;
}

/** Signals of several forms are reached by their signature, with the types that the program gives. */
export function overloads(completer: QCompleter): void {
  completer.signal<[text: string]>("activated(QString)").connect((text) => {
    is<Same<typeof text, string>>();
  });
  // @ts-expect-error -- which of them?
  completer.activated.connect(() => {});
}

/** Events have the fields of their types. */
export function events(widget: QWidget): void {
  const watch: Disposable = widget.onEvent("Close", (event) => {
    event.accept();
    event.ignore();
    // @ts-expect-error -- a request to close has no key
    void event.key;
  });
  watch[Symbol.dispose]();
  widget.onEvent("Close", async (event) => {
    await Promise.resolve();
    event.ignore();
  });
  widget.onEvent("KeyPress", (event) => {
    const isEscape: boolean = event.key === "Key_Escape";
    const text: string = event.text;
    // @ts-expect-error -- there is no such key
    void (event.key === "Escape");
    // @ts-expect-error -- a modifier, not a key
    void (event.modifiers === "Shift");
    void [isEscape, text];
  });
  widget.onEvent("MouseMove", (event) => {
    is<Same<typeof event.position, QPointF>>();
    void (event.button === "LeftButton");
    // @ts-expect-error -- there is no such button
    void (event.button === "Left");
  });
  widget.onEvent("Resize", ({ size, oldSize }) => {
    is<Same<typeof size, QSize>>();
    is<Same<typeof oldSize, QSize>>();
  });
  widget.onEvent("Wheel", ({ angleDelta }) => void angleDelta.y);
  widget.onEvent("Drop", ({ urls, text, formats }) => {
    is<Same<typeof urls, readonly (URL | string)[]>>();
    is<Same<typeof text, string | null>>();
    is<Same<typeof formats, readonly string[]>>();
  });
  widget.onEvent("FocusIn", ({ reason }) => {
    void (reason === "TabFocusReason");
    // @ts-expect-error -- there is no such reason
    void (reason === "Tab");
  });
  widget.onEvent("PolishRequest", (event) => void event.type.length);
  // @ts-expect-error -- there is no such event
  widget.onEvent("Closed", () => {});
  // @ts-expect-error -- the answer is given by accept() and ignore()
  widget.onEvent("Close", () => false);
  // @ts-expect-error -- another event's fields
  widget.onEvent("Paint", (event: { key: string }) => void event.key);
}
