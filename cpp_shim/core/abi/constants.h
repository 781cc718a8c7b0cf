// Written by `deno task abi` from tools/abi/table.ts and the prototypes in the shim's headers.
#pragma once

#include <cstdint>

// Changes with every name, number and prototype of the ABI.
#define QTA_ABI_HASH 0x3b2bb4d0

// What a function of the ABI returns.
enum QtaStatus : int32_t {
    QTA_DONE = 0,  // finished; the result is in `out`
    QTA_ERROR = 1,  // failed; `out` holds [code, message]
    QTA_CALL = 2,  // Qt calls JavaScript and waits: serve the request in `out`, then qta_reply()
    QTA_BLOCKED = 3,  // the call opened an event loop and goes on in qta_resume(); `out` header: its call id
    QTA_IDLE = 4,  // Qt has nothing to do now: qta_arm() and qta_wait()
    QTA_BUSY = 5,  // Qt has more to do, but its time is up
    QTA_FINISHED = 6,  // a blocked call has ended; `out` header: its call id; the result is in `out`
    QTA_FAILED = 7,  // a blocked call has ended with an error; `out` header: its call id
    QTA_EXITED = 8,  // exec() has returned; `out` header: its exit code
    QTA_WRONG_THREAD = 9,  // not the thread that owns the application
    QTA_CLOSED = 10,  // no application
    QTA_FATAL = 11,  // Qt ended itself with qFatal(); nothing can be called any more; `out` holds [code, message]
    QTA_DEEP = 12,  // too little is left of JavaScript's stack to serve what the call may ask for
    QTA_ORPHANED = 13,  // the thread that owned the application has ended without destroying it
    QTA_NUMBER = 14,  // finished; the result is a number, in the `out` header
};

// Why a call failed: the code beside the message of `Error` and `Failed`.
enum QtaErrorCode : int32_t {
    QTA_E_INTERNAL = 1,  // a fault of the shim, or an exception of C++
    QTA_E_DESTROYED = 2,  // the object of the handle is gone
    QTA_E_TYPE = 3,  // a value does not fit where it should go
    QTA_E_UNKNOWN = 4,  // no such class, member or connection
    QTA_E_STATE = 5,  // not now
    QTA_E_FATAL = 6,  // Qt ended itself
    QTA_E_RANGE = 7,  // a value of the right type, beyond what Qt can do
};

namespace qta {

// What a value in a buffer is. `n` is the number beside the tag.
enum class Tag : uint32_t {
    Null = 0,  // no payload
    Bool = 1,  // n: 0 or 1
    Int = 2,  // n: the int32
    Int64 = 3,  // payload: int64
    UInt64 = 4,  // payload: uint64
    Double = 5,  // payload: float64
    String = 6,  // n: UTF-16 units; payload: them
    Bytes = 7,  // n: bytes; payload: them
    List = 8,  // n: values that follow
    Map = 9,  // n: pairs of a String and a value that follow
    Object = 10,  // n: class id; payload: handle as float64
    DateTime = 11,  // payload: milliseconds since 1970, UTC, as float64; NaN: invalid
    Url = 12,  // as String
    Size = 13,  // payload: width, height (float64 each, as in the next ones)
    SizeF = 14,  // payload: width, height
    Point = 15,  // payload: x, y
    PointF = 16,  // payload: x, y
    Rect = 17,  // payload: x, y, width, height
    RectF = 18,  // payload: x, y, width, height
    Color = 19,  // payload: red, green, blue, alpha as uint8 each
    Opaque = 20,  // n: 0; payload: id as float64, then a String: type name
    Ascii = 21,  // as String, of bytes; from Qt alone
    Index = 22,  // a model index as an override gets it. n: IndexKind; payload: row, column (int32), internal id (uint64), handle of the model (float64)
};

}  // namespace qta

// The 32-bit words of the header of `out`.
enum QtaHeaderWord : int32_t {
    QTA_HEADER_ID = 0,  // of a call, a connection or a request; or the exit code
    QTA_HEADER_NEWS = 1,  // 1: something waits in qta_take_news()
    QTA_HEADER_OVERFLOW = 2,  // size of a payload that did not fit; 0: it did
    QTA_HEADER_NUMBER = 6,  // and the next one: the result of `Number`, as float64
};

// Ids of the requests of `Call` that belong to no connection (0 and more) and no event filter (below 0).
enum QtaRequest : int32_t {
    QTA_REQUEST_FUNCTION = INT32_MIN,  // asks for the result of a function of TypeScript. out: object, index of the method, list of arguments; reply: [FunctionResult, value]
    QTA_REQUEST_DESCRIPTOR = -2147483647,  // a descriptor is ready. out: its number, 0 to read or 1 to write
    QTA_REQUEST_OVERRIDE = -2147483646,  // asks for the result of a virtual function that a class of JavaScript's overrides. out: object (n: the function's id), number of the class, arguments; reply in slots: how many values follow, or -1 for C++'s own, and these. Function 0: reports the string that follows
};

// What becomes of the watch of a descriptor.
enum QtaWatch : int32_t {
    QTA_WATCH_REMOVED = 0,  // it ends
    QTA_WATCH_DISABLED = 1,  // it pauses
    QTA_WATCH_ENABLED = 2,  // it goes on, or begins
};

// How a function of TypeScript has answered.
enum QtaFunctionResult : int32_t {
    QTA_FUNCTION_RETURNED = 0,  // value: the result
    QTA_FUNCTION_THREW = 1,  // value: [name, message] of the error
    QTA_FUNCTION_PROMISED = 2,  // value: a token, by which the result comes later
};

namespace qta {

// What becomes of an event that an event filter has seen.
enum class EventResult : uint32_t {
    Continue = 0,  // Qt handles it as if there were no filter
    Accept = 1,  // accepted, and goes no further
    Ignore = 2,  // ignored, and goes no further
    Late = 3,  // an asynchronous handler decides later, by qta_finish_event()
};

}  // namespace qta

// What qta_model_index() reads from a model index.
enum QtaIndexField : int32_t {
    QTA_INDEX_ROW = 0,  // its row; -1 if it is invalid
    QTA_INDEX_COLUMN = 1,  // its column; -1 if it is invalid
    QTA_INDEX_VALID = 2,  // whether its row and column still exist
    QTA_INDEX_PARENT = 3,  // the index above it
    QTA_INDEX_DATA = 4,  // the model's value for a role
    QTA_INDEX_MODEL = 5,  // its model
    QTA_INDEX_INTERNAL_ID = 6,  // the number that its model has for it
};

// How long a model index lasts that comes as an `Index`.
enum QtaIndexKind : int32_t {
    QTA_INDEX_KIND_LENT = 0,  // until the override returns that has got it
    QTA_INDEX_KIND_OWN = 1,  // as long as its model, which the program has written
    QTA_INDEX_KIND_INVALID = 2,  // it is none: without payload
};

// What a ListModel asks for, in place of the index of a method.
enum QtaRowRequest : int32_t {
    QTA_ROW_VALUE = -1,  // [row, column]: the value
    QTA_ROW_ALL = -2,  // [row]: a list of the values of all columns
    QTA_ROW_STORE = -3,  // [row, column, value]: keeps another value
};

// What a method in the description of a class is.
enum QtaMemberKind : int32_t {
    QTA_MEMBER_METHOD = 0,  // a method
    QTA_MEMBER_SIGNAL = 1,  // a signal
};

// Where things begin.
enum QtaLayout : int32_t {
    QTA_LAYOUT_HEADER_BYTES = 32,  // the first value in `out`, in bytes
    QTA_LAYOUT_FIRST_EXTENSION = 16777216,  // the indices of methods that the shim adds to Qt's
    QTA_LAYOUT_LENT = 1073741824,  // added to the class's id of an object that is over when the override returns that has got it
};

// How qta_arm() learns when Qt has something to do.
enum QtaDriver : int32_t {
    QTA_DRIVER_NONE = 0,  // there is no event dispatcher
    QTA_DRIVER_EXACT = 1,  // from GLib, exactly
    QTA_DRIVER_POLLING = 2,  // by an adaptive poll
};

// Why qta_wait() has returned.
enum QtaWaitResult : int32_t {
    QTA_WAIT_READY = 0,  // Qt may have something to do
    QTA_WAIT_WOKEN = 1,  // by qta_wake(), or the application is gone
    QTA_WAIT_TIMED_OUT = 2,  // the time of qta_arm() is up, and Qt had nothing to do until then
};
