#pragma once

namespace qta {

class Registry;

// The class and the methods of Qt6SerialPort that the meta-object system does not offer by itself.
void registerSerialTypes(Registry &registry);

}  // namespace qta
