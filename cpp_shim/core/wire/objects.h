// Objects as values.
#pragma once

#include "wire/types.h"

namespace qta {

// For a target that is a pointer to a class of QObjects.
int coerceObject(QVariant &value, QMetaType target);

}  // namespace qta
