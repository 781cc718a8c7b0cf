// The C ABI of the shim's core library.
//
// Rules, for every function:
//  - Nothing throws across this boundary; every failure is a status.
//  - No raw pointer crosses it. An object is a handle (objects/handles.h); values travel in two buffers that belong to
//    JavaScript (wire/channel.h): arguments in the `in` buffer, results, requests and errors in the `out` buffer.
//  - All that does not say "any thread" belongs to the thread that called `qta_open`; elsewhere they return
//    QTA_WRONG_THREAD or QTA_ORPHANED and touch nothing.
//  - Qt runs on fibers; these functions run on the caller's stack and return when the fiber ends or yields.
#pragma once

#include "abi/constants.h"

#define QTA_EXPORT extern "C" __attribute__((visibility("default")))

// QTA_ABI_HASH of the library: what is loaded with other constants or prototypes must not be used. Any thread.
QTA_EXPORT int32_t qta_abi_hash(void);

// Writes qVersion() as Latin-1 to `text`; returns its length. Any thread.
QTA_EXPORT int32_t qta_qt_version(uint8_t *text, uint32_t size);

// Decompresses `packed` (zlib's format) to `bytes`, and writes the SHA-256 of the result (32 bytes) to `sha256`. Returns
// how many bytes there are: with more than `size` none is written; -1 if it cannot be decompressed. Any thread.
QTA_EXPORT int32_t qta_unpack(uint8_t *packed, uint32_t packedSize, uint8_t *bytes, uint32_t size, uint8_t *sha256);

// Claims the shim for this thread and says where the two buffers are. They stay in use until qta_close(), qta_abandon()
// or the next qta_open() of the same thread (which only moves them). QTA_WRONG_THREAD if another thread has it.
// `isolate`: a number that no other isolate of this thread has. What an earlier one has left is disposed of, as by
// qta_abandon().
QTA_EXPORT int32_t qta_open(uint8_t *in, uint32_t inSize, uint8_t *out, uint32_t outSize, double isolate);

// Notes where the caller's stack is: call it at the end of JavaScript's stack. Calls that start within 64 kB of it are
// refused with QTA_DEEP: their requests could not be served.
QTA_EXPORT int32_t qta_mark_stack(void);

// Gives the shim back, after qta_application_destroy(). QTA_ERROR if an application is left all the same (after a fatal
// error of Qt's): then the buffers alone are given back.
QTA_EXPORT int32_t qta_close(void);

// Ends and destroys everything at once, for an isolate that is about to end: every loop of Qt's is told to end, nothing
// is asked of JavaScript any more, and a request that waits for its reply goes on without one. Gives the shim back.
QTA_EXPORT int32_t qta_abandon(void);

// Copies an `out` payload that did not fit (header: overflow) into the present `out` buffer.
QTA_EXPORT int32_t qta_take_overflow(void);

// Creates a QCoreApplication. in: list of argument strings, program name first. out: the application's handle.
// The other libraries have functions like this for their kinds of application.
QTA_EXPORT int32_t qta_application_create(void);

// Deletes the application and every parentless object that JavaScript created. Only when no fiber is left:
// exit() first, then qta_resume() until QTA_EXITED.
QTA_EXPORT int32_t qta_application_destroy(void);

// Starts QCoreApplication::exec() on a fiber of its own. Returns as qta_resume().
QTA_EXPORT int32_t qta_exec(double budgetMs);

// Lets the innermost fiber go on for about `budgetMs`: IDLE, BUSY, CALL, FINISHED, FAILED, EXITED.
QTA_EXPORT int32_t qta_resume(double budgetMs);

// The request of the last QTA_CALL has been served: its fiber goes on.
QTA_EXPORT int32_t qta_reply(void);

// 1 if Qt has something to do now; else 0, and qta_wait() will end when Qt has, or after `timeoutMs` (negative:
// never). Re-arms a wait that is already under way.
QTA_EXPORT int32_t qta_arm(double timeoutMs);

// Sleeps as armed, and returns a QtaWaitResult. For a nonblocking call: runs on any thread, at most one at a time.
// `application`: its handle.
QTA_EXPORT int32_t qta_wait(double application);

// Ends qta_wait(), at once or, if none is under way, the next one. Any thread.
QTA_EXPORT int32_t qta_wake(void);

// A QtaDriver: what qta_arm() found out about Qt's event dispatcher.
QTA_EXPORT int32_t qta_driver(void);

// 1 if a window is visible, as far as Qt knows; else 0.
QTA_EXPORT int32_t qta_has_visible_window(void);

// Takes over a signal of the process, after JavaScript has added a listener for it: the first one goes on to JavaScript,
// the second one ends the process at once (abi/process_signals.h). Any thread.
QTA_EXPORT int32_t qta_guard_signal(int32_t number);
// Gives it back. 1 if it has come meanwhile, else 0. Any thread.
QTA_EXPORT int32_t qta_release_signal(int32_t number);

// Creates an object by class name. in: [class name, parent or null]. out: the object.
QTA_EXPORT int32_t qta_create(void);

// Describes a class. out: a map (describe.cpp).
QTA_EXPORT int32_t qta_describe(int32_t metaId);

// Property by its index in the class. qta_set: in: the value. qta_get: out: the value.
QTA_EXPORT int32_t qta_get(double handle, int32_t property);
QTA_EXPORT int32_t qta_set(double handle, int32_t property);

// Calls a method by its index. in: `argc` values. out: the result.
QTA_EXPORT int32_t qta_invoke(double handle, int32_t method, int32_t argc);

// Calls the best of several overloads. in: a list of their indices, then `argc` values. out: the result.
QTA_EXPORT int32_t qta_invoke_overloaded(double handle, int32_t argc);

// Reads a QtaIndexField of a model index. in: [index, role]; the role is for QTA_INDEX_DATA. An index whose row is gone is
// invalid, and has no data. out: the value.
QTA_EXPORT int32_t qta_model_index(int32_t field);

// Connects a signal by its method index. out header: the connection's id, which each QTA_CALL names again.
QTA_EXPORT int32_t qta_connect(double handle, int32_t signal);
QTA_EXPORT int32_t qta_disconnect(int32_t connection);

// Filters events of a type (a key of QEvent::Type, in `in`) that an object receives. out header: the filter's id,
// which each QTA_CALL names; the reply is in `in`: [EventResult, token].
QTA_EXPORT int32_t qta_filter_events(double handle);
QTA_EXPORT int32_t qta_remove_filter(int32_t filter);

// Watches a descriptor by a QSocketNotifier; `type` is QSocketNotifier::Read (0) or Write (1), `state` a QtaWatch. A request
// (QTA_REQUEST_DESCRIPTOR) comes while the descriptor is ready and the watch is enabled.
QTA_EXPORT int32_t qta_watch_descriptor(int32_t descriptor, int32_t type, int32_t state);

// The result for an event whose filter replied EventResult::Late with this token.
QTA_EXPORT int32_t qta_finish_event(int32_t token, int32_t result);

// What has happened since the last call. out: handles whose objects were destroyed (bytes, which are float64); ids of classes
// that QML had made and that are gone with them (a list); Qt's messages (a list of lists, see abi/messages.h).
QTA_EXPORT int32_t qta_take_news(void);

// Forgets a value that JavaScript holds as an opaque value.
QTA_EXPORT int32_t qta_release_opaque(double id);

// Members of the classes of Qt's headers (calls/api_call.h). `member`: the class's id and the form's number.
// in: `count` slots. out: the results.
QTA_EXPORT int32_t qta_api_call(int32_t member, double handle, int32_t count);
// The same with numbers alone, which need no buffer, and one result at most: returns that, 0 if there is none. NaN:
// qta_api_number_status() says what has happened, which may be QTA_NUMBER: there is news beside it, or it is not a number.
QTA_EXPORT double qta_api_call_numbers(int32_t member, double handle, double a, double b, double c, double d);
// Both on the caller's stack, for members that never call JavaScript and open no loop.
QTA_EXPORT int32_t qta_api_direct(int32_t member, double handle, int32_t count);
QTA_EXPORT double qta_api_direct_numbers(int32_t member, double handle, double a, double b, double c, double d);
// Of the last call with numbers alone that returned NaN.
QTA_EXPORT int32_t qta_api_number_status(void);

// in: the name of a class, or its id. out: its description, or null.
QTA_EXPORT int32_t qta_api_describe(void);

// A class of JavaScript's that overrides virtual functions. in: their ids in `count` slots. out header: its number.
QTA_EXPORT int32_t qta_api_class(int32_t count);
// Has QTA_REQUEST_OVERRIDE come for the virtual functions of an object that such a class overrides.
QTA_EXPORT int32_t qta_api_override(double handle, int32_t number);

// Copies a value. out: the copy.
QTA_EXPORT int32_t qta_api_copy(double handle);

// Ends a handle of an object that is no QObject, and deletes the object if JavaScript owns it.
QTA_EXPORT int32_t qta_api_end(double handle);
