#pragma once

namespace qta {

class Registry;

// The classes and methods of Qt6Network that the meta-object system does not offer by itself: local sockets.
void registerNetworkTypes(Registry &registry);

}  // namespace qta
