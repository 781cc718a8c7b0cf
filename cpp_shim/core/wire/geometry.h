// Colours, whose type is known only where Qt6Gui is.
#pragma once

#include "wire/channel.h"

#include <QMetaType>
#include <QVariant>

namespace qta {

bool isColor(QMetaType type);
void writeColor(Writer &writer, const QVariant &color);
int coerceColor(QVariant &value, QMetaType target);

}  // namespace qta
