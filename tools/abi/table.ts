/**
 * Every number that the C++ of the shim and TypeScript agree on. `deno task abi` writes both sides from it.
 *
 * @module
 */

/** One name and its number. */
export interface Constant {
  /** In TypeScript's habit, such as `"WrongThread"`. */
  readonly name: string;
  readonly value: number;
  readonly doc: string;
}

/** Constants that belong together: an `enum` in C++, an object in TypeScript. */
export interface Group {
  /** The name in TypeScript. */
  readonly name: string;
  /** The name of the `enum` in C++. */
  readonly cpp: string;
  /** What the names in C++ begin with (`QTA_WRONG_THREAD`); without it, the group is an `enum class` in namespace qta. */
  readonly prefix?: string;
  readonly doc: string;
  readonly values: readonly Constant[];
}

/** The headers with the prototypes of the C functions, from `cpp_shim`, by the name of their table in TypeScript. */
export const HEADERS: Readonly<Record<string, string>> = {
  coreSymbols: "core/abi/qtasyncio.h",
  widgetsSymbols: "widgets/abi/qtasyncio_widgets.h",
  quickSymbols: "quick/abi/qtasyncio_quick.h",
};

/** The functions that Deno calls on a thread of its own. */
export const NONBLOCKING: readonly string[] = ["qta_wait"];

function numbered(
  ...values: readonly (readonly [name: string, doc: string])[]
): Constant[] {
  return values.map(([name, doc], value) => ({ name, value, doc }));
}

/** All groups, in the order in which they are written. */
export const GROUPS: readonly Group[] = [
  {
    name: "Status",
    cpp: "QtaStatus",
    prefix: "QTA_",
    doc: "What a function of the ABI returns.",
    values: numbered(
      ["Done", "finished; the result is in `out`"],
      ["Error", "failed; `out` holds [code, message]"],
      [
        "Call",
        "Qt calls JavaScript and waits: serve the request in `out`, then qta_reply()",
      ],
      [
        "Blocked",
        "the call opened an event loop and goes on in qta_resume(); `out` header: its call id",
      ],
      ["Idle", "Qt has nothing to do now: qta_arm() and qta_wait()"],
      ["Busy", "Qt has more to do, but its time is up"],
      [
        "Finished",
        "a blocked call has ended; `out` header: its call id; the result is in `out`",
      ],
      [
        "Failed",
        "a blocked call has ended with an error; `out` header: its call id",
      ],
      ["Exited", "exec() has returned; `out` header: its exit code"],
      ["WrongThread", "not the thread that owns the application"],
      ["Closed", "no application"],
      [
        "Fatal",
        "Qt ended itself with qFatal(); nothing can be called any more; `out` holds [code, message]",
      ],
      [
        "Deep",
        "too little is left of JavaScript's stack to serve what the call may ask for",
      ],
      [
        "Orphaned",
        "the thread that owned the application has ended without destroying it",
      ],
      [
        "Number",
        "finished; the result is a number, in the `out` header",
      ],
    ),
  },
  {
    name: "ErrorCode",
    cpp: "QtaErrorCode",
    prefix: "QTA_E_",
    doc:
      "Why a call failed: the code beside the message of `Error` and `Failed`.",
    values: [
      {
        name: "Internal",
        value: 1,
        doc: "a fault of the shim, or an exception of C++",
      },
      { name: "Destroyed", value: 2, doc: "the object of the handle is gone" },
      {
        name: "Type",
        value: 3,
        doc: "a value does not fit where it should go",
      },
      { name: "Unknown", value: 4, doc: "no such class, member or connection" },
      { name: "State", value: 5, doc: "not now" },
      { name: "Fatal", value: 6, doc: "Qt ended itself" },
      {
        name: "Range",
        value: 7,
        doc: "a value of the right type, beyond what Qt can do",
      },
    ],
  },
  {
    name: "Tag",
    cpp: "Tag",
    doc: "What a value in a buffer is. `n` is the number beside the tag.",
    values: numbered(
      ["Null", "no payload"],
      ["Bool", "n: 0 or 1"],
      ["Int", "n: the int32"],
      ["Int64", "payload: int64"],
      ["UInt64", "payload: uint64"],
      ["Double", "payload: float64"],
      ["String", "n: UTF-16 units; payload: them"],
      ["Bytes", "n: bytes; payload: them"],
      ["List", "n: values that follow"],
      ["Map", "n: pairs of a String and a value that follow"],
      ["Object", "n: class id; payload: handle as float64"],
      [
        "DateTime",
        "payload: milliseconds since 1970, UTC, as float64; NaN: invalid",
      ],
      ["Url", "as String"],
      ["Size", "payload: width, height (float64 each, as in the next ones)"],
      ["SizeF", "payload: width, height"],
      ["Point", "payload: x, y"],
      ["PointF", "payload: x, y"],
      ["Rect", "payload: x, y, width, height"],
      ["RectF", "payload: x, y, width, height"],
      ["Color", "payload: red, green, blue, alpha as uint8 each"],
      ["Opaque", "n: 0; payload: id as float64, then a String: type name"],
      ["Ascii", "as String, of bytes; from Qt alone"],
      [
        "Index",
        "a model index as an override gets it. n: IndexKind; payload: row, column (int32), internal id (uint64), handle of the model (float64)",
      ],
    ),
  },
  {
    name: "HeaderWord",
    cpp: "QtaHeaderWord",
    prefix: "QTA_HEADER_",
    doc: "The 32-bit words of the header of `out`.",
    values: [
      ...numbered(
        ["Id", "of a call, a connection or a request; or the exit code"],
        ["News", "1: something waits in qta_take_news()"],
        ["Overflow", "size of a payload that did not fit; 0: it did"],
      ),
      {
        name: "Number",
        value: 6,
        doc: "and the next one: the result of `Number`, as float64",
      },
    ],
  },
  {
    name: "Request",
    cpp: "QtaRequest",
    prefix: "QTA_REQUEST_",
    doc:
      "Ids of the requests of `Call` that belong to no connection (0 and more) and no event filter (below 0).",
    values: [{
      name: "Function",
      value: -0x80000000,
      doc:
        "asks for the result of a function of TypeScript. out: object, index of the method, list of arguments; reply: [FunctionResult, value]",
    }, {
      name: "Descriptor",
      value: -0x7fffffff,
      doc: "a descriptor is ready. out: its number, 0 to read or 1 to write",
    }, {
      name: "Override",
      value: -0x7ffffffe,
      doc:
        "asks for the result of a virtual function that a class of JavaScript's overrides. out: object (n: the function's id), number of the class, arguments; reply in slots: how many values follow, or -1 for C++'s own, and these. Function 0: reports the string that follows",
    }],
  },
  {
    name: "Watch",
    cpp: "QtaWatch",
    prefix: "QTA_WATCH_",
    doc: "What becomes of the watch of a descriptor.",
    values: numbered(
      ["Removed", "it ends"],
      ["Disabled", "it pauses"],
      ["Enabled", "it goes on, or begins"],
    ),
  },
  {
    name: "FunctionResult",
    cpp: "QtaFunctionResult",
    prefix: "QTA_FUNCTION_",
    doc: "How a function of TypeScript has answered.",
    values: numbered(
      ["Returned", "value: the result"],
      ["Threw", "value: [name, message] of the error"],
      ["Promised", "value: a token, by which the result comes later"],
    ),
  },
  {
    name: "EventResult",
    cpp: "EventResult",
    doc: "What becomes of an event that an event filter has seen.",
    values: numbered(
      ["Continue", "Qt handles it as if there were no filter"],
      ["Accept", "accepted, and goes no further"],
      ["Ignore", "ignored, and goes no further"],
      ["Late", "an asynchronous handler decides later, by qta_finish_event()"],
    ),
  },
  {
    name: "IndexField",
    cpp: "QtaIndexField",
    prefix: "QTA_INDEX_",
    doc: "What qta_model_index() reads from a model index.",
    values: numbered(
      ["Row", "its row; -1 if it is invalid"],
      ["Column", "its column; -1 if it is invalid"],
      ["Valid", "whether its row and column still exist"],
      ["Parent", "the index above it"],
      ["Data", "the model's value for a role"],
      ["Model", "its model"],
      ["InternalId", "the number that its model has for it"],
    ),
  },
  {
    name: "IndexKind",
    cpp: "QtaIndexKind",
    prefix: "QTA_INDEX_KIND_",
    doc: "How long a model index lasts that comes as an `Index`.",
    values: numbered(
      ["Lent", "until the override returns that has got it"],
      ["Own", "as long as its model, which the program has written"],
      ["Invalid", "it is none: without payload"],
    ),
  },
  {
    name: "RowRequest",
    cpp: "QtaRowRequest",
    prefix: "QTA_ROW_",
    doc: "What a ListModel asks for, in place of the index of a method.",
    values: [
      { name: "Value", value: -1, doc: "[row, column]: the value" },
      {
        name: "All",
        value: -2,
        doc: "[row]: a list of the values of all columns",
      },
      {
        name: "Store",
        value: -3,
        doc: "[row, column, value]: keeps another value",
      },
    ],
  },
  {
    name: "MemberKind",
    cpp: "QtaMemberKind",
    prefix: "QTA_MEMBER_",
    doc: "What a method in the description of a class is.",
    values: numbered(["Method", "a method"], ["Signal", "a signal"]),
  },
  {
    name: "Layout",
    cpp: "QtaLayout",
    prefix: "QTA_LAYOUT_",
    doc: "Where things begin.",
    values: [
      {
        name: "HeaderBytes",
        value: 32,
        doc: "the first value in `out`, in bytes",
      },
      {
        name: "FirstExtension",
        value: 1 << 24,
        doc: "the indices of methods that the shim adds to Qt's",
      },
      {
        name: "Lent",
        value: 1 << 30,
        doc:
          "added to the class's id of an object that is over when the override returns that has got it",
      },
    ],
  },
  {
    name: "Driver",
    cpp: "QtaDriver",
    prefix: "QTA_DRIVER_",
    doc: "How qta_arm() learns when Qt has something to do.",
    values: numbered(
      ["None", "there is no event dispatcher"],
      ["Exact", "from GLib, exactly"],
      ["Polling", "by an adaptive poll"],
    ),
  },
  {
    name: "WaitResult",
    cpp: "QtaWaitResult",
    prefix: "QTA_WAIT_",
    doc: "Why qta_wait() has returned.",
    values: numbered(
      ["Ready", "Qt may have something to do"],
      ["Woken", "by qta_wake(), or the application is gone"],
      [
        "TimedOut",
        "the time of qta_arm() is up, and Qt had nothing to do until then",
      ],
    ),
  },
];
