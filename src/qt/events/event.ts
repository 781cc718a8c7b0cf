/**
 * Qt's events, and filters that get them before their objects do.
 *
 * @module
 */

import { captureContext } from "../../asyncio/core/_context.ts";
import { describeValue, textOf } from "../../asyncio/core/_util.ts";
import { EventResult } from "../../../ffi/abi.ts";
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

/** The members of all mouse events. */
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

/** The members of all keyboard events. */
export interface KeyFields {
  /** The key, as Qt names it: `"Key_A"`; a number where Qt has no name. */
  readonly key: Key | number;
  /** The text that it types. */
  readonly text: string;
  /** Modifier keys, joined by `|`, or `"NoModifier"`. */
  readonly modifiers: KeyboardModifiers;
  /** Whether it comes from holding the key down. */
  readonly autoRepeat: boolean;
}

/** The members of all drag and drop events. */
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

/** The members of wheel events. */
export interface WheelFields extends PointerFields {
  /** How far it turned, in eighths of a degree. */
  readonly angleDelta: QPoint;
  /** How far to scroll, in pixels, where the system says so. */
  readonly pixelDelta: QPoint;
}

/** The members of resize events. */
export interface ResizeFields {
  /** The new size. */
  readonly size: QSize;
  /** The size before. */
  readonly oldSize: QSize;
}

/** The members of move events. */
export interface MoveFields {
  /** The new position. */
  readonly position: QPoint;
  /** The position before. */
  readonly oldPosition: QPoint;
}

/** The members of paint events. */
export interface PaintFields {
  /** The area to be painted. */
  readonly rect: QRect;
}

/** The members of focus events. */
export interface FocusFields {
  /** Why: `"MouseFocusReason"`, `"TabFocusReason"` … */
  readonly reason: FocusReason;
}

/** The members of the events of each type. Types that are not listed have the members of {@linkcode QtEvent}. */
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
 * A function that is called with each event of a type, before the object gets it. What it returns is ignored, unless it
 * is a promise: then the event waits.
 *
 * @typeParam E The type of the events.
 */
export type EventFilter<E> = (event: E) => void | PromiseLike<void>;

/** An event filter that is installed on an object, until this is disposed of or the object is destroyed. */
export interface InstalledEventFilter extends Disposable {
  /** Removes the filter. */
  [Symbol.dispose](): void;
}

/** An event whose filter has been called, and may not have ended. */
class PendingEvent {
  result: number = EventResult.Continue;
  ended = false;
  #late: ((result: number) => void) | undefined;

  /** The filter has ended. */
  end(): void {
    this.ended = true;
    this.#late?.(this.result);
  }

  whenEnded(late: (result: number) => void): void {
    this.#late = late;
  }
}

/** @internal See `QObject.onEvent`. */
export function installEventFilter(
  sender: Sender,
  target: object,
  type: string,
  filter: EventFilter<never>,
  removed: () => void,
): InstalledEventFilter {
  if (typeof type !== "string") {
    throw new TypeError(
      `Cannot filter events: expected a key of QEvent::Type, got ${
        describeValue(type)
      }`,
    );
  }
  if (typeof filter !== "function") {
    throw new TypeError(
      `Cannot filter events of the type '${type}': expected a function, got ${
        describeValue(filter)
      }`,
    );
  }
  const { bridge, handle } = sender;
  const context = captureContext();
  const label = `the event ${type} of ${textOf(target)}`;
  const id = bridge.filterEvents(handle, type, (fields) => {
    const pending = new PendingEvent();
    const event = {
      ...fields,
      target,
      accept: () => void (pending.result = EventResult.Accept),
      ignore: () => void (pending.result = EventResult.Ignore),
    };
    callSlot(
      filter as EventFilter<unknown>,
      context,
      [event],
      label,
      () => pending.end(),
    );
    return (token) => {
      if (pending.ended) return pending.result;
      pending.whenEnded((result) => bridge.finishEvent(token, result));
      return EventResult.Late;
    };
  });
  return {
    [Symbol.dispose]: () => {
      removed();
      bridge.removeFilter(id);
    },
  };
}
