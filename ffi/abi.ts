// deno-fmt-ignore-file
/**
 * The ABI of the shim: its functions, as `Deno.dlopen` expects them, and the numbers that cross.
 * `cpp_shim/core/abi/qtasyncio.h` says what each function does.
 *
 * Written by `deno task abi` from tools/abi/table.ts and the prototypes in the shim's headers.
 *
 * @module
 */

/** Changes with every name, number and prototype of the ABI; `qta_abi_hash()` must return the same. */
export const ABI_HASH = 0x3b2bb4d0;

/** The functions of `libqtasyncio`. */
export const coreSymbols = {
  qta_abi_hash: { parameters: [], result: "i32" },
  qta_qt_version: { parameters: ["buffer", "u32"], result: "i32" },
  qta_unpack: { parameters: ["buffer", "u32", "buffer", "u32", "buffer"], result: "i32" },
  qta_open: { parameters: ["buffer", "u32", "buffer", "u32", "f64"], result: "i32" },
  qta_mark_stack: { parameters: [], result: "i32" },
  qta_close: { parameters: [], result: "i32" },
  qta_abandon: { parameters: [], result: "i32" },
  qta_take_overflow: { parameters: [], result: "i32" },
  qta_application_create: { parameters: [], result: "i32" },
  qta_application_destroy: { parameters: [], result: "i32" },
  qta_exec: { parameters: ["f64"], result: "i32" },
  qta_resume: { parameters: ["f64"], result: "i32" },
  qta_reply: { parameters: [], result: "i32" },
  qta_arm: { parameters: ["f64"], result: "i32" },
  qta_wait: { parameters: ["f64"], result: "i32", nonblocking: true },
  qta_wake: { parameters: [], result: "i32" },
  qta_driver: { parameters: [], result: "i32" },
  qta_has_visible_window: { parameters: [], result: "i32" },
  qta_guard_signal: { parameters: ["i32"], result: "i32" },
  qta_release_signal: { parameters: ["i32"], result: "i32" },
  qta_create: { parameters: [], result: "i32" },
  qta_describe: { parameters: ["i32"], result: "i32" },
  qta_get: { parameters: ["f64", "i32"], result: "i32" },
  qta_set: { parameters: ["f64", "i32"], result: "i32" },
  qta_invoke: { parameters: ["f64", "i32", "i32"], result: "i32" },
  qta_invoke_overloaded: { parameters: ["f64", "i32"], result: "i32" },
  qta_model_index: { parameters: ["i32"], result: "i32" },
  qta_connect: { parameters: ["f64", "i32"], result: "i32" },
  qta_disconnect: { parameters: ["i32"], result: "i32" },
  qta_filter_events: { parameters: ["f64"], result: "i32" },
  qta_remove_filter: { parameters: ["i32"], result: "i32" },
  qta_watch_descriptor: { parameters: ["i32", "i32", "i32"], result: "i32" },
  qta_finish_event: { parameters: ["i32", "i32"], result: "i32" },
  qta_take_news: { parameters: [], result: "i32" },
  qta_release_opaque: { parameters: ["f64"], result: "i32" },
  qta_api_call: { parameters: ["i32", "f64", "i32"], result: "i32" },
  qta_api_call_numbers: { parameters: ["i32", "f64", "f64", "f64", "f64", "f64"], result: "f64" },
  qta_api_direct: { parameters: ["i32", "f64", "i32"], result: "i32" },
  qta_api_direct_numbers: { parameters: ["i32", "f64", "f64", "f64", "f64", "f64"], result: "f64" },
  qta_api_number_status: { parameters: [], result: "i32" },
  qta_api_describe: { parameters: [], result: "i32" },
  qta_api_class: { parameters: ["i32"], result: "i32" },
  qta_api_override: { parameters: ["f64", "i32"], result: "i32" },
  qta_api_copy: { parameters: ["f64"], result: "i32" },
  qta_api_end: { parameters: ["f64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of `libqtasyncio_widgets`. */
export const widgetsSymbols = {
  qta_widgets_abi_hash: { parameters: [], result: "i32" },
  qta_widgets_open: { parameters: [], result: "i32" },
  qta_widgets_application_create: { parameters: [], result: "i32" },
  qta_widgets_gui_application_create: { parameters: [], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of `libqtasyncio_quick`. */
export const quickSymbols = {
  qta_quick_abi_hash: { parameters: [], result: "i32" },
  qta_quick_open: { parameters: [], result: "i32" },
  qta_quick_application_create: { parameters: [], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** What a function of the ABI returns. */
export const Status = {
  /** Finished; the result is in `out`. */
  Done: 0,
  /** Failed; `out` holds [code, message]. */
  Error: 1,
  /** Qt calls JavaScript and waits: serve the request in `out`, then qta_reply(). */
  Call: 2,
  /** The call opened an event loop and goes on in qta_resume(); `out` header: its call id. */
  Blocked: 3,
  /** Qt has nothing to do now: qta_arm() and qta_wait(). */
  Idle: 4,
  /** Qt has more to do, but its time is up. */
  Busy: 5,
  /** A blocked call has ended; `out` header: its call id; the result is in `out`. */
  Finished: 6,
  /** A blocked call has ended with an error; `out` header: its call id. */
  Failed: 7,
  /** Exec() has returned; `out` header: its exit code. */
  Exited: 8,
  /** Not the thread that owns the application. */
  WrongThread: 9,
  /** No application. */
  Closed: 10,
  /** Qt ended itself with qFatal(); nothing can be called any more; `out` holds [code, message]. */
  Fatal: 11,
  /** Too little is left of JavaScript's stack to serve what the call may ask for. */
  Deep: 12,
  /** The thread that owned the application has ended without destroying it. */
  Orphaned: 13,
  /** Finished; the result is a number, in the `out` header. */
  Number: 14,
} as const;

/** Why a call failed: the code beside the message of `Error` and `Failed`. */
export const ErrorCode = {
  /** A fault of the shim, or an exception of C++. */
  Internal: 1,
  /** The object of the handle is gone. */
  Destroyed: 2,
  /** A value does not fit where it should go. */
  Type: 3,
  /** No such class, member or connection. */
  Unknown: 4,
  /** Not now. */
  State: 5,
  /** Qt ended itself. */
  Fatal: 6,
  /** A value of the right type, beyond what Qt can do. */
  Range: 7,
} as const;

/** What a value in a buffer is. `n` is the number beside the tag. */
export const Tag = {
  /** No payload. */
  Null: 0,
  /** N: 0 or 1. */
  Bool: 1,
  /** N: the int32. */
  Int: 2,
  /** Payload: int64. */
  Int64: 3,
  /** Payload: uint64. */
  UInt64: 4,
  /** Payload: float64. */
  Double: 5,
  /** N: UTF-16 units; payload: them. */
  String: 6,
  /** N: bytes; payload: them. */
  Bytes: 7,
  /** N: values that follow. */
  List: 8,
  /** N: pairs of a String and a value that follow. */
  Map: 9,
  /** N: class id; payload: handle as float64. */
  Object: 10,
  /** Payload: milliseconds since 1970, UTC, as float64; NaN: invalid. */
  DateTime: 11,
  /** As String. */
  Url: 12,
  /** Payload: width, height (float64 each, as in the next ones). */
  Size: 13,
  /** Payload: width, height. */
  SizeF: 14,
  /** Payload: x, y. */
  Point: 15,
  /** Payload: x, y. */
  PointF: 16,
  /** Payload: x, y, width, height. */
  Rect: 17,
  /** Payload: x, y, width, height. */
  RectF: 18,
  /** Payload: red, green, blue, alpha as uint8 each. */
  Color: 19,
  /** N: 0; payload: id as float64, then a String: type name. */
  Opaque: 20,
  /** As String, of bytes; from Qt alone. */
  Ascii: 21,
  /** A model index as an override gets it. n: IndexKind; payload: row, column (int32), internal id (uint64), handle of the model (float64). */
  Index: 22,
} as const;

/** The 32-bit words of the header of `out`. */
export const HeaderWord = {
  /** Of a call, a connection or a request; or the exit code. */
  Id: 0,
  /** 1: something waits in qta_take_news(). */
  News: 1,
  /** Size of a payload that did not fit; 0: it did. */
  Overflow: 2,
  /** And the next one: the result of `Number`, as float64. */
  Number: 6,
} as const;

/** Ids of the requests of `Call` that belong to no connection (0 and more) and no event filter (below 0). */
export const Request = {
  /** Asks for the result of a function of TypeScript. out: object, index of the method, list of arguments; reply: [FunctionResult, value]. */
  Function: -2147483648,
  /** A descriptor is ready. out: its number, 0 to read or 1 to write. */
  Descriptor: -2147483647,
  /** Asks for the result of a virtual function that a class of JavaScript's overrides. out: object (n: the function's id), number of the class, arguments; reply in slots: how many values follow, or -1 for C++'s own, and these. Function 0: reports the string that follows. */
  Override: -2147483646,
} as const;

/** What becomes of the watch of a descriptor. */
export const Watch = {
  /** It ends. */
  Removed: 0,
  /** It pauses. */
  Disabled: 1,
  /** It goes on, or begins. */
  Enabled: 2,
} as const;

/** How a function of TypeScript has answered. */
export const FunctionResult = {
  /** Value: the result. */
  Returned: 0,
  /** Value: [name, message] of the error. */
  Threw: 1,
  /** Value: a token, by which the result comes later. */
  Promised: 2,
} as const;

/** What becomes of an event that an event filter has seen. */
export const EventResult = {
  /** Qt handles it as if there were no filter. */
  Continue: 0,
  /** Accepted, and goes no further. */
  Accept: 1,
  /** Ignored, and goes no further. */
  Ignore: 2,
  /** An asynchronous handler decides later, by qta_finish_event(). */
  Late: 3,
} as const;

/** What qta_model_index() reads from a model index. */
export const IndexField = {
  /** Its row; -1 if it is invalid. */
  Row: 0,
  /** Its column; -1 if it is invalid. */
  Column: 1,
  /** Whether its row and column still exist. */
  Valid: 2,
  /** The index above it. */
  Parent: 3,
  /** The model's value for a role. */
  Data: 4,
  /** Its model. */
  Model: 5,
  /** The number that its model has for it. */
  InternalId: 6,
} as const;

/** How long a model index lasts that comes as an `Index`. */
export const IndexKind = {
  /** Until the override returns that has got it. */
  Lent: 0,
  /** As long as its model, which the program has written. */
  Own: 1,
  /** It is none: without payload. */
  Invalid: 2,
} as const;

/** What a ListModel asks for, in place of the index of a method. */
export const RowRequest = {
  /** [row, column]: the value. */
  Value: -1,
  /** [row]: a list of the values of all columns. */
  All: -2,
  /** [row, column, value]: keeps another value. */
  Store: -3,
} as const;

/** What a method in the description of a class is. */
export const MemberKind = {
  /** A method. */
  Method: 0,
  /** A signal. */
  Signal: 1,
} as const;

/** Where things begin. */
export const Layout = {
  /** The first value in `out`, in bytes. */
  HeaderBytes: 32,
  /** The indices of methods that the shim adds to Qt's. */
  FirstExtension: 16777216,
  /** Added to the class's id of an object that is over when the override returns that has got it. */
  Lent: 1073741824,
} as const;

/** How qta_arm() learns when Qt has something to do. */
export const Driver = {
  /** There is no event dispatcher. */
  None: 0,
  /** From GLib, exactly. */
  Exact: 1,
  /** By an adaptive poll. */
  Polling: 2,
} as const;

/** Why qta_wait() has returned. */
export const WaitResult = {
  /** Qt may have something to do. */
  Ready: 0,
  /** By qta_wake(), or the application is gone. */
  Woken: 1,
  /** The time of qta_arm() is up, and Qt had nothing to do until then. */
  TimedOut: 2,
} as const;
