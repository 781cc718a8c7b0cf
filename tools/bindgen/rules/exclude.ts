/**
 * What is left out although libclang sees it, each with the reason.
 *
 * Types that cannot cross need no rule: `kinds.ts` says why.
 *
 * @module
 */

/** Classes that are no API, by pattern: these appear in no text. */
export const INTERNAL_CLASSES: Readonly<Record<string, readonly RegExp[]>> = {
  "Qt's own code alone uses these": [
    /Private(?:::|Shared$|Ptr$|$)/,
    /^Qt(?:Private|MetaTypePrivate|MetaContainerPrivate|GlobalStatic|SharedPointer|MocHelpers|Serialization|StringBuilder|Concurrent|Tsan)\b/,
    /^Q(?:Json|Hash|Algorithms|Qml)Private\b/,
    /^QTest::/,
    /^Q(?:Array|Object|Widget|Brush|Shared|ContiguousCache|Test|ThreadStorage|PropertyProxyBinding|UntypedProperty)Data\b/,
    /^QMetaObject::(?:Super)?Data$/,
    /^QPluginMetaData::.*Header$/,
    /^Q(?:BasicAtomic|Atomic|Internal|TypeInfo|HashSeed|HashDummyValue|FactoryInterface|MethodRawArguments)/,
    /^Q(?:IntegerForSize|StringTokenizerBaseBase|VLABaseBase|AdoptSharedDataTag|BindingStatus|BindingStorage)/,
    /^QMeta(?:Container|Sequence|Association)/,
    /^QAbstractConcatenable$|^QStaticByteArrayMatcherBase$/,
    /::QPrivateSignal$|^Qt::Disambiguated_t$/,
    /DataPointer$|PodDeleter$|Foreach/,
  ],
  "parts of templates, or types that only C++ templates and macros make use of":
    [
      /^Q(?:Untyped|PropertyBinding|PropertyObserver|PropertyNotifier)/,
      /^Q(?:Associative|Sequential)(?:Const)?Itera(?:tor|ble)$/,
      /^Q(?:Json|Cbor)\w+::(?:const_)?[iI]terator$|::ConstIterator$/,
      /^Q(?:Flag|IncompatibleFlag|Generic(?:Return)?Argument)$/,
      /^Q(?:VariantConstPointer|ModelRoleDataSpan|BitRef)$/,
      /^QFutureInterfaceBase$|^QFutureWatcherBase$/,
    ],
  "views of text: a string stands for each": [
    /^Q(?:Latin1String|Latin1StringView|Utf8StringView|StringView|AnyStringView|ByteArrayView|Latin1Char)$/,
  ],
  "a reference into a container, which the container's next change ends": [
    /^Q(?:Json|Cbor)Value(?:Const)?Ref$/,
  ],
  "what C++'s macros for messages expand to": [
    /^Q(?:NoDebug|MessageLogger|DebugStateSaver|TextStreamManipulator|QmlInfo)$/,
  ],
  "there only where Vulkan's headers are": [/^QVulkan/],
  "one class for each version of OpenGL; QOpenGLFunctions has what all share": [
    /^QOpenGL(?:Functions_\d|Version|TextureBlitter$)/,
    /^QAbstractOpenGLFunctions$/,
  ],
  "names that Qt gives to no public class": [/^(?!Q[A-Z]|Qt(?:$|::))/],
};

/** Classes of which no member can be called, by the word for it; the texts list their members. */
export const EXCLUDED_CLASSES: Readonly<Record<string, readonly string[]>> = {
  // Deno's thread is the only one that may run JavaScript; Workers are the way to others.
  "threads": [
    "QThread",
    "QThreadPool",
    "QRunnable",
    "QMutex",
    "QBasicMutex",
    "QRecursiveMutex",
    "QSemaphore",
    "QSemaphoreReleaser",
    "QWaitCondition",
    "QReadWriteLock",
    "QReadLocker",
    "QWriteLocker",
    "QException",
    "QUnhandledException",
  ],
  // Output streams and message macros of C++; JavaScript has console and string templates.
  "debug-stream": ["QDebug", "QMessageLogContext"],
  // A statically linked plug-in's table of function pointers.
  "static-plugin": ["QStaticPlugin"],
};

/** Names of members that are no API of theirs: made by macros or for Qt's own code. */
export const INTERNAL_MEMBERS: RegExp =
  /^(?:qt_\w*|_q_\w*|d_func|q_func|data_ptr|isDetached|metaObject|tr|trUtf8|q_emplace\w*|staticMetaObject)$/;

/** Forms that are left out for a parameter, by the word for it; the class, the member and the parameter's type. */
export const EXCLUDED_PARAMETERS: Readonly<Record<string, RegExp>> = {
  // Qt keeps the pointer, and reads or writes there later; forms with bytes or a QBuffer stand in.
  "kept-buffer":
    /^(?:QBuffer|QCborStreamWriter|QDataStream|QTextStream|QXmlStreamWriter)::(?:constructor|setBuffer|setString)\((?:QByteArray|QString) \*\)$|^QByteArrayMatcher::constructor\(const char \*\)$/,
};

/** Forms that are left out, by the word for it; the class, the member and the types of all parameters. */
export const EXCLUDED_FORMS: Readonly<Record<string, RegExp>> = {
  // Without an engine it loads nothing: what asks for one crashes.
  "without-engine": /^QQmlComponent::constructor\((?:QObject \*)?\)$/,
};

/** Members that are left out whatever their types are, by the word for it; the class's name and `::` stand before. */
export const EXCLUDED_MEMBERS: Readonly<Record<string, RegExp>> = {
  // C++ asks for these by itself.
  "operator-of-cpp": /::operator(?: new| delete|->|->\*|\*$|""|&&|\|\|)/,
  // Those that nothing has initialized crash; `QOpenGLContext::functions()` and `extraFunctions()` give others.
  "of-context": /^QOpenGL(?:Extra)?Functions::constructor$/,
  // By numbers of members, which Qt does not check; `object.signal` and `connect()` stand in.
  "of-numbers": /^QMetaObject::(?:connect|disconnect|disconnectOne)$/,
  // The number of an object in the document's own table; `objectForFormat()` stands in.
  "of-document-table": /^QTextDocument::object$/,
  // Ranges of two arrays; those of JavaScript's do the same.
  "of-ranges": /^QPolygon::putPoints$/,
  // Those that no document has made are in none, and crash; `QTextCursor::insertTable()` and its siblings make them.
  "of-document": /^QText(?:BlockGroup|Frame|List|Table)::constructor$/,
  // Pointers into an array; `at()` and the iterators of JavaScript stand in for them.
  "iterator": /^QRegion::c?(?:begin|end)$/,
  // Qt makes these: others have no text and no engine to tell of.
  "made-by-qt":
    /^QQuickTextDocument::constructor$|^QQmlIncubationController::engine$/,
  // The second step crashes without the first; `createWithInitialProperties()` stands in.
  "two-steps": /^QQmlComponent::(?:beginCreate|completeCreate)$/,
  // The application does it; done twice, the next use crashes.
  "of-application": /^QColormap::(?:initialize|cleanup)$/,
  // For Qt's own code; it crashes where there is no such script.
  "of-qml": /^QQmlContext::importedScript$/,
  // Deprecated, and crashes without one; `urlInterceptors()` stands in.
  "of-list": /^QQmlEngine::urlInterceptor$/,
  // The headers have it, and the library does not.
  "undefined": /^QWaveDecoder::setIODevice$/,
};
