/**
 * The shim's C functions, as `Deno.dlopen` wants them. `cpp_shim/core/abi/qtasyncio.h` says what each does.
 *
 * @module
 */

/** The ABI that this code speaks; `qta_abi_version()` must answer the same. */
export const ABI_VERSION = 2;

const nothing = { parameters: [], result: "i32" } as const;
const one = { parameters: ["f64"], result: "i32" } as const;
const member = { parameters: ["f64", "i32"], result: "i32" } as const;

/** The core library: Qt Core alone. */
export const coreSymbols = {
  qta_abi_version: nothing,
  qta_qt_version: { parameters: ["buffer", "u32"], result: "i32" },
  qta_open: {
    parameters: ["buffer", "u32", "buffer", "u32", "f64"],
    result: "i32",
  },
  qta_mark_stack: nothing,
  qta_close: nothing,
  qta_abandon: nothing,
  qta_take_overflow: nothing,
  qta_application_create: nothing,
  qta_application_destroy: nothing,
  qta_exec: one,
  qta_resume: one,
  qta_reply: nothing,
  qta_arm: one,
  qta_wait: { parameters: ["f64"], result: "i32", nonblocking: true },
  qta_wake: nothing,
  qta_driver: nothing,
  qta_has_visible_window: nothing,
  qta_guard_signal: { parameters: ["i32"], result: "i32" },
  qta_release_signal: { parameters: ["i32"], result: "i32" },
  qta_create: nothing,
  qta_describe: { parameters: ["i32"], result: "i32" },
  qta_get: member,
  qta_set: member,
  qta_invoke: { parameters: ["f64", "i32", "i32"], result: "i32" },
  qta_invoke_overloaded: member,
  qta_model_index: { parameters: ["i32"], result: "i32" },
  qta_connect: member,
  qta_disconnect: { parameters: ["i32"], result: "i32" },
  qta_watch: one,
  qta_unwatch: { parameters: ["i32"], result: "i32" },
  qta_answer: { parameters: ["i32", "i32"], result: "i32" },
  qta_take_destroyed: nothing,
  qta_release_opaque: one,
  qta_api_call: { parameters: ["i32", "f64", "i32"], result: "i32" },
  qta_api_direct: { parameters: ["i32", "f64", "i32"], result: "i32" },
  qta_api_numbers: {
    parameters: ["i32", "f64", "f64", "f64", "f64", "f64"],
    result: "i32",
  },
  qta_api_describe: nothing,
  qta_api_copy: one,
  qta_api_end: one,
} as const satisfies Deno.ForeignLibraryInterface;

/** The widgets library: Qt Widgets and UiTools. */
export const widgetsSymbols = {
  qta_widgets_open: nothing,
  qta_widgets_application_create: nothing,
} as const satisfies Deno.ForeignLibraryInterface;

/** The quick library: Qt Qml and Quick. */
export const quickSymbols = {
  qta_quick_open: nothing,
  qta_quick_application_create: nothing,
} as const satisfies Deno.ForeignLibraryInterface;

/** What a call answers: `QtaStatus` of `qtasyncio.h`. */
export const Status = {
  Done: 0,
  Error: 1,
  Call: 2,
  Blocked: 3,
  Idle: 4,
  Busy: 5,
  Finished: 6,
  Failed: 7,
  Exited: 8,
  WrongThread: 9,
  Closed: 10,
  Fatal: 11,
  Deep: 12,
  Orphaned: 13,
} as const;

/** Why a call failed: `QtaErrorCode` of `qtasyncio.h`. */
export const ErrorCode = {
  Internal: 1,
  Destroyed: 2,
  Type: 3,
  Unknown: 4,
  State: 5,
  Fatal: 6,
  Range: 7,
} as const;
