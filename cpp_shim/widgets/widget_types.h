#pragma once

namespace qta {

class Registry;

// The classes and methods of Qt6Widgets that the meta-object system does not offer by itself.
void registerWidgetTypes(Registry &registry);
// Its parts in files of their own: which classes can be created; views, models and what else shows items.
void registerWidgetClasses(Registry &registry);
void registerItemViews(Registry &registry);
void registerWidgetGuards(Registry &registry);

}  // namespace qta
