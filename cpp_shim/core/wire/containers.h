// Lists of any type.
#pragma once

#include "wire/types.h"

namespace qta {

void writeList(Values &values, Writer &writer, const QVariantList &list);
// For a target that is a container of Qt's with a type for its items.
int coerceList(Values &values, QVariant &value, QMetaType target);

// A text as an error message shows it.
QString shortened(const QString &text);

}  // namespace qta
