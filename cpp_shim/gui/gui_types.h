// What programs with windows add to the registry, with widgets or without.
#pragma once

namespace qta {

class Registry;

void registerGuiTypes(Registry &registry);

}  // namespace qta
