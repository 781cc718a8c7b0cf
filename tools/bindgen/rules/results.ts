/**
 * Results of a class whose objects do not tell when they end.
 *
 * A pointer to an object with virtual functions needs no rule: its end is seen. These need one, or are left out.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** The result is copied before the call returns. */
export const RESULTS_COPIED: Rules = {
  "the object may change or end at any time": [
    "QBrush::gradient",
    "QGuiApplication::overrideCursor",
    "QSG*::matrix|projectionMatrix|clipRegion",
  ],
};

/** The result is a part of the object that was asked, and lives as long. */
export const RESULTS_PART: Rules = {
  "meta-objects and categories live as long as their library": [
    "*::enclosingMetaObject|superClass|metaObjectForType|toQMetaObject|listElementType",
    "QLoggingCategory::defaultCategory",
    "QRandomGenerator|QRandomGenerator64::system|global",
    "QSGMaterial::type",
  ],
  "it is made and deleted by the object": [
    "QOpenGLContext::functions|extraFunctions",
    "QTextBlock::layout",
    "QWidget::backingStore",
    "QPaintDevice::sharedPainter",
    "QPaintEngine|QPaintEngineState::painter",
    "QPointerEvent::pointById",
    "QSGGeometry::attributes|vertexDataAs*",
  ],
};
