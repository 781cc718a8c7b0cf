#pragma once

#include <QVariantMap>

class QEvent;

namespace qta {

// What is in an event of Qt6Gui (core/calls/event_filters.h).
void describeGuiEvent(QEvent *event, QVariantMap &fields);

}  // namespace qta
