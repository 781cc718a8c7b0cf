/**
 * Events of Qt's, and watching for them.
 *
 * @module
 */

import { captureContext } from "../../asyncio/core/_context.ts";
import { Verdict } from "../calls/bridge.ts";
import type { Sender } from "../signals/signal.ts";
import { callSlot } from "../signals/slot.ts";
import type {
  FocusReason,
  Key,
  KeyboardModifiers,
  MouseButton,
  MouseButtons,
} from "../generated/core/qt.d.ts";
import type { QPoint, QPointF, QRect, QSize } from "../calls/values.ts";

/**
 * An event that an object receives, as [QEvent](https://doc.qt.io/qt-6/qevent.html). What its type adds are further
 * fields; see {@linkcode EventTypes}.
 *
 * @typeParam O The type of the object.
 */
export interface QtEvent<O = object> {
  /** A key of `QEvent::Type`, such as `"Close"`. */
  readonly type: string;
  /** The object that receives it. */
  readonly target: O;
  /** Whether it comes from outside of the application, from the window system. */
  readonly spontaneous: boolean;
  /** Takes the event: it is done with, and the object itself does not get it. */
  accept(): void;
  /**
   * Refuses the event: the object itself does not get it. What refusing means depends on the type: a window that
   * ignores `"Close"` stays open, a key or mouse event goes to the parent widget.
   */
  ignore(): void;
}

/** What every event of the mouse has. */
export interface PointerFields {
  /** Where it is, in the widget. */
  readonly position: QPointF;
  /** Where it is, on the screen. */
  readonly globalPosition: QPointF;
  /** The button that caused it, or `"NoButton"`. */
  readonly button: MouseButton;
  /** All buttons that are down, joined by `|`, or `"NoButton"`. */
  readonly buttons: MouseButtons;
  /** Modifier keys, joined by `|`: `"ShiftModifier|ControlModifier"`, or `"NoModifier"`. */
  readonly modifiers: KeyboardModifiers;
}

/** What every event of the keyboard has. */
export interface KeyFields {
  /** The key, as Qt names it: `"Key_A"`; a number where Qt has no name. */
  readonly key: Key | number;
  /** What it types. */
  readonly text: string;
  /** Modifier keys, joined by `|`, or `"NoModifier"`. */
  readonly modifiers: KeyboardModifiers;
  /** Whether it comes from holding the key down. */
  readonly autoRepeat: boolean;
}

/** What every event of drag and drop has. */
export interface DropFields {
  /** Where it is, in the widget. */
  readonly position: QPointF;
  /** The MIME types that are offered. */
  readonly formats: readonly string[];
  /** The text that is offered, or null. */
  readonly text: string | null;
  /** The URLs that are offered. */
  readonly urls: readonly (URL | string)[];
}

/** What a wheel adds. */
export interface WheelFields extends PointerFields {
  /** How far it turned, in eighths of a degree. */
  readonly angleDelta: QPoint;
  /** How far to scroll, in pixels, where the system says so. */
  readonly pixelDelta: QPoint;
}

/** What a change of size adds. */
export interface ResizeFields {
  /** The new size. */
  readonly size: QSize;
  /** The size before. */
  readonly oldSize: QSize;
}

/** What a change of place adds. */
export interface MoveFields {
  /** The new position. */
  readonly position: QPoint;
  /** The position before. */
  readonly oldPosition: QPoint;
}

/** What painting adds. */
export interface PaintFields {
  /** What has to be painted. */
  readonly rect: QRect;
}

/** What getting or losing the focus adds. */
export interface FocusFields {
  /** Why: `"MouseFocusReason"`, `"TabFocusReason"` … */
  readonly reason: FocusReason;
}

/** What the events of each type have. Types that are not listed have what {@linkcode QtEvent} has. */
export interface EventTypes {
  /** A window is to be closed. */
  Close: QtEvent;
  /** A widget is shown. */
  Show: QtEvent;
  /** A widget is hidden. */
  Hide: QtEvent;
  /** The mouse leaves. */
  Leave: QtEvent;
  /** The mouse comes. */
  Enter: QtEvent & PointerFields;
  /** A button goes down. */
  MouseButtonPress: QtEvent & PointerFields;
  /** A button goes up. */
  MouseButtonRelease: QtEvent & PointerFields;
  /** A button goes down again. */
  MouseButtonDblClick: QtEvent & PointerFields;
  /** The mouse moves: with a button down, or always where `mouseTracking` is on. */
  MouseMove: QtEvent & PointerFields;
  /** The wheel turns. */
  Wheel: QtEvent & WheelFields;
  /** A key goes down. */
  KeyPress: QtEvent & KeyFields;
  /** A key goes up. */
  KeyRelease: QtEvent & KeyFields;
  /** The size changes. */
  Resize: QtEvent & ResizeFields;
  /** The place changes. */
  Move: QtEvent & MoveFields;
  /** Something has to be painted. */
  Paint: QtEvent & PaintFields;
  /** The keyboard's focus comes. */
  FocusIn: QtEvent & FocusFields;
  /** The keyboard's focus goes. */
  FocusOut: QtEvent & FocusFields;
  /** Something is dragged over the widget; accept it to get what follows. */
  DragEnter: QtEvent & DropFields;
  /** Something is dragged on. */
  DragMove: QtEvent & DropFields;
  /** Something is dropped. */
  Drop: QtEvent & DropFields;
}

/**
 * A function that watches for events. What it returns is ignored, unless it is a promise: then the event waits.
 *
 * @typeParam E The type of the events.
 */
export type EventWatcher<E> = (event: E) => void | PromiseLike<void>;

/** A watch for events, until it is disposed of, or its object is destroyed. */
export interface EventWatch extends Disposable {
  /** Ends the watch. */
  [Symbol.dispose](): void;
}

/** One event, on its way through its watcher. */
class Delivery {
  verdict: number = Verdict.GoOn;
  ended = false;
  #late: ((verdict: number) => void) | undefined;

  /** The watcher is done with it. */
  end(): void {
    this.ended = true;
    this.#late?.(this.verdict);
  }

  whenEnded(late: (verdict: number) => void): void {
    this.#late = late;
  }
}

/** @internal See `QObject.onEvent`. */
export function watchEvents(
  sender: Sender,
  target: object,
  type: string,
  watcher: EventWatcher<never>,
): EventWatch {
  if (typeof watcher !== "function") {
    throw new TypeError(
      `Cannot watch for ${type}: expected a function, got ${typeof watcher}`,
    );
  }
  const { bridge, handle } = sender;
  const context = captureContext();
  const label = `the event ${type} of ${target}`;
  const id = bridge.watch(handle, type, (fields) => {
    const delivery = new Delivery();
    const event = {
      ...fields,
      target,
      accept: () => void (delivery.verdict = Verdict.Accept),
      ignore: () => void (delivery.verdict = Verdict.Ignore),
    };
    callSlot(
      watcher as EventWatcher<unknown>,
      context,
      [event],
      label,
      () => delivery.end(),
    );
    return (token) => {
      if (delivery.ended) return delivery.verdict;
      delivery.whenEnded((verdict) => bridge.answer(token, verdict));
      return Verdict.Late;
    };
  });
  return { [Symbol.dispose]: () => bridge.unwatch(id) };
}
