#pragma once

namespace qta {

class Registry;

// The classes and methods of Qt6Qml and Qt6Quick, and of this library, that the meta-object system does not offer by itself.
void registerQuickTypes(Registry &registry);

}  // namespace qta
