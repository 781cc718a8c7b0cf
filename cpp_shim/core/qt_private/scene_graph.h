// The scene graph of QQuickRenderControl, which QQuickWidget draws with.
#pragma once

#include "abi/visibility.h"

namespace qta {

// QQuickRenderControl deletes its scene graph's context at the end of the application. The software renderer has one for
// the process, and gives the next application the deleted one, which crashes. This makes Qt keep the context. To be
// called before the application is destroyed; does nothing if Qt Quick has not been loaded.
//
// Private to Qt: QQuickRenderControlPrivate::cleanup(), which Qt registers with qAddPostRoutine(). It is looked up by its
// symbol at run time. Without it nothing is done: then a QQuickWidget in a second application of the process may crash.
void keepSceneGraph();

// Whether the Qt Quick that is loaded has the function: for the test that is to be run first on a new Qt.
QTA_INTERNAL bool canKeepSceneGraph();

}  // namespace qta
