#pragma once

namespace qta {

class Registry;
class ScriptCalls;

// The classes and methods of Qt6Qml and Qt6Quick, and of this library, that the meta-object system does not offer by itself.
void registerQuickTypes(Registry &registry, ScriptCalls &calls);

// Without OpenGL, Qt Quick ends the process at its first window; it can draw by itself as well. To be called before that.
void chooseRenderer();

}  // namespace qta
