#pragma once

namespace qta {

class Registry;

// The classes and methods of Qt6Gui and Qt6Widgets that the meta-object system does not offer by itself.
void registerWidgetTypes(Registry &registry);

}  // namespace qta
