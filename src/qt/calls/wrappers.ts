/**
 * The wrappers of Qt's objects, and the values that the shim keeps for JavaScript.
 *
 * @module
 */

import type { Channel } from "../../../ffi/channel.ts";
import type { CoreLibrary } from "../../../ffi/core.ts";
import { IndexKind, Status } from "../../../ffi/abi.ts";
import { Messages } from "./messages.ts";
import {
  type IndexParts,
  type IndexSource,
  LentIndex,
  QModelIndex,
} from "./model_index.ts";
import { QtOpaque } from "./values.ts";
import type { WireReader, WrapperSource } from "./wire_reader.ts";
import { reachOf } from "./reach.ts";

/** An object that has just been created. */
export interface Created {
  readonly handle: number;
  readonly classId: number;
}

/** How the bridge knows and makes wrappers of objects; `src/qt/objects/` implements it. */
export interface WrapperFactory {
  /** Makes the wrapper of an object that has none; it reports itself by {@linkcode Wrappers.adopt}. */
  make(created: Created): object;
  /** The wrapper of an object that is no QObject. */
  wrapBox(handle: number, classId: number): object;
  /** An object of a class of the program's that is no QObject is gone. */
  releaseBox(handle: number): void;
  /** A class of this id does not exist any more. */
  forgetClass(id: number): void;
  /** Tells a wrapper, once, that its object has been destroyed; `silently`: without a signal that says so. */
  release(wrapper: object, silently?: boolean): void;
}

/** Who has the values that {@linkcode QtOpaque}s stand for. */
export interface OpaqueSource extends IndexSource {
  /** A value is not needed any more. */
  releaseOpaque(id: number): void;
}

/** What is over when an override returns. */
export interface Lent {
  /** Ends it. */
  expire(): void;
}

/** Handles are an index, below 2 ** 32, and how often it has been used (`cpp_shim/core/objects/handles.h`). */
function indexOf(handle: number): number {
  return handle >>> 0;
}

/** Finds the wrapper of a handle, and makes the missing ones. */
export class Wrappers implements WrapperSource {
  readonly #symbols: CoreLibrary["symbols"];
  readonly #channel: Channel;
  readonly #factory: WrapperFactory;
  readonly #opaqueSource: OpaqueSource;
  /** Qt's, which come beside the handles of destroyed objects. */
  readonly messages: Messages = new Messages();
  /** What the overrides that run have got, the latest last. */
  readonly lent: Lent[] = [];
  readonly #invalid: LentIndex;

  // By the index in their handles.
  readonly #wrappers: (object | undefined)[] = [];
  readonly #opaques = new FinalizationRegistry<number>((id) =>
    this.#opaqueSource.releaseOpaque(id)
  );

  constructor(
    symbols: CoreLibrary["symbols"],
    channel: Channel,
    factory: WrapperFactory,
    opaqueSource: OpaqueSource,
  ) {
    this.#symbols = symbols;
    this.#channel = channel;
    this.#factory = factory;
    this.#opaqueSource = opaqueSource;
    this.#invalid = new LentIndex(
      {
        kind: IndexKind.Invalid,
        row: -1,
        column: -1,
        low: 0,
        high: 0,
        model: 0,
      },
      opaqueSource,
    );
  }

  wrap(handle: number, classId: number): object {
    // Those of QObjects are positive.
    if (handle < 0) return this.#factory.wrapBox(handle, classId);
    return this.find(handle) ?? this.#factory.make({ handle, classId });
  }

  index(parts: IndexParts): QModelIndex {
    if (parts.kind === IndexKind.Invalid) return this.#invalid;
    const index = new LentIndex(parts, this.#opaqueSource);
    if (parts.kind === IndexKind.Lent) this.lent.push(index);
    return index;
  }

  opaque(id: number, typeName: string): QtOpaque {
    const value = typeName === "QModelIndex"
      ? new QModelIndex(id, this.#opaqueSource)
      : new QtOpaque(id, typeName);
    this.#opaques.register(value, id);
    return value;
  }

  /** Says which wrapper belongs to an object. */
  adopt(handle: number, wrapper: object): void {
    const index = indexOf(handle);
    const before = this.#wrappers[index];
    this.#wrappers[index] = wrapper;
    // The object that had the place is gone; Qt has not been asked about that yet.
    if (before !== undefined) this.#factory.release(before);
  }

  /**
   * Tells wrappers of their objects' end, and takes the messages. Uses the buffer: only when its values have been read.
   */
  takeNews(reader: WireReader): void {
    if (this.#channel.news === 0) return;
    if (this.#symbols.qta_take_news() !== Status.Done) return;
    const { buffer } = reader.begin().read() as Uint8Array;
    const classes = reader.read() as number[];
    this.messages.add(reader.read() as Parameters<Messages["add"]>[0]);
    for (const id of classes) this.#factory.forgetClass(id);
    for (const handle of new Float64Array(buffer)) {
      if (handle < 0) {
        this.#factory.releaseBox(handle);
        continue;
      }
      const wrapper = this.find(handle);
      if (wrapper === undefined) continue;
      this.#wrappers[indexOf(handle)] = undefined;
      this.#factory.release(wrapper);
    }
  }

  /** Takes the news where no caller can be told what a handler of messages throws. */
  reportNews(reader: WireReader): void {
    this.takeNews(reader);
    this.messages.deliverAndReport();
  }

  /** The application ends, and all objects with it. */
  close(): void {
    for (const wrapper of this.#wrappers) {
      if (wrapper !== undefined) this.#factory.release(wrapper, true);
    }
    this.#wrappers.length = 0;
  }

  /** The wrapper of a QObject, if it has one. */
  find(handle: number): object | undefined {
    const wrapper = this.#wrappers[indexOf(handle)];
    return wrapper !== undefined && reachOf(wrapper)?.handle === handle
      ? wrapper
      : undefined;
  }
}
