// Symbols of Qt Core that no header declares.
#pragma once

namespace qta {

// Null if this Qt Core has no such symbol, or is not Qt 6.
void *coreSymbol(const char *name);

}  // namespace qta
