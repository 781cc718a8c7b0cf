/**
 * What a call needs where Qt does not look: it asserts in debug builds alone, and else reads or writes what is not there.
 * The code that calls such a member looks first, and throws.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** What has to hold for an object. */
export interface Need {
  /** In C++, of `self` and of arguments: `{row}` is the one of that name, `{row:0}` is 0 in forms without it, `{0}` is the first. */
  readonly condition: string;
  /** What the error says where it does not hold. */
  readonly refusal: string;
  readonly rules: Rules;
}

/** By the word in the text: `@needs=filled`. */
export const NEEDS: Readonly<Record<string, Need>> = {
  filled: {
    condition: "!self->isEmpty()",
    refusal: "It is empty",
    rules: {
      "there is no first or last element to take": [
        "QCborArray::removeFirst|removeLast|takeFirst|takeLast|pop_front|pop_back",
      ],
    },
  },
  valid: {
    condition: "self->isValid()",
    refusal: "It is not valid",
    rules: {
      "one that is not valid belongs to no layout or table": [
        "QTextLine::rect|x|y|width|ascent|descent|height|leading|setLeadingIncluded|leadingIncluded|naturalTextWidth|horizontalAdvance|naturalTextRect|cursorToX|xToCursor|setLineWidth|setNumColumns|setPosition|position|textStart|textLength|lineNumber|draw|glyphRuns",
        "QTextBlock::textDirection",
        "QTextTableCell::setFormat|format|row|column|rowSpan|columnSpan|firstCursorPosition|lastCursorPosition|firstPosition|lastPosition|begin|end|tableCellFormatIndex",
      ],
    },
  },
  placed: {
    condition: "!self->isNull()",
    refusal: "It is in no document",
    rules: {
      "without a document there is nothing to edit": [
        "QTextCursor::document",
      ],
    },
  },
  device: {
    condition: "self->device()",
    refusal: "It is of no device",
    rules: {
      "the place is one of a device's": [
        "QEventPoint::normalizedPosition|normalizedPos|startNormalizedPos|lastNormalizedPos",
      ],
    },
  },
  typed: {
    condition: "self->type() != QNetworkProxy::DefaultProxy",
    refusal: "It has no type",
    rules: {
      "one without a type has no headers to look into": [
        "QNetworkProxy::header|hasRawHeader|rawHeaderList|rawHeader",
      ],
    },
  },
  families: {
    condition: "!self->fontFamilies().toStringList().isEmpty()",
    refusal: "It names no family",
    rules: {
      "the first of the families": ["QTextCharFormat::fontFamily"],
    },
  },
  within: {
    condition: "!self->atEnd()",
    refusal: "It is at the end",
    rules: {
      "there is nothing at the end": ["QTextBlock::iterator::fragment"],
    },
  },
  context: {
    condition: "QOpenGLContext::currentContext()",
    refusal: "No QOpenGLContext is current",
    rules: {
      "OpenGL's functions are those of the current context": [
        "QOpenGLBuffer::create|bind|release|read|write|allocate|map|mapRange|unmap|size",
        "QOpenGLDebugLogger::initialize",
        "QOpenGLFramebufferObject|QOpenGLPaintDevice|QOpenGLShader|QOpenGLTimerQuery::constructor",
        "QOpenGLFramebufferObject::bind*|release|toImage|hasOpenGL*|blit*|addColorAttachment|setAttachment|takeTexture*",
        "QOpenGLShader::compile*",
        "QOpenGLShaderProgram::create|add*|link|bind*|release|removeAllShaders|maxGeometryOutputVertices|*Location|set*|*able*|patch*|default*|hasOpenGL*",
        "QOpenGLTexture::create|bind|release|allocateStorage|set*|generateMipMaps|createTextureView|hasFeature|boundTextureId|isBound",
        "QOpenGLTimeMonitor|QOpenGLTimerQuery::create|begin|end|record*|isResultAvailable|wait*",
        "QOpenGLVertexArrayObject::create|bind|release",
        "QOpenGLFunctions|QOpenGLExtraFunctions::gl*|initializeOpenGLFunctions|openGLFeatures|hasOpenGLFeature",
      ],
    },
  },
  block: {
    condition: "{block}.isValid()",
    refusal: "The block is not valid",
    rules: {
      "one that is not valid is in no document": [
        "QTextList::add",
        "QTextCursor::constructor(block)",
      ],
    },
  },
  tree: {
    condition: "{item}->treeWidget()",
    refusal: "The item is in no tree",
    rules: {
      "it goes from item to item of a tree": [
        "QTreeWidgetItemIterator::constructor(item)",
      ],
    },
  },
  painting: {
    condition: "{painter}->isActive()",
    refusal: "The painter paints on nothing: call begin() first",
    rules: { "the device's size is asked for": ["QGraphicsScene::render"] },
  },
  indices: {
    condition:
      "{indexType:QSGGeometry::UnsignedShortType} == QSGGeometry::UnsignedShortType || {indexType:QSGGeometry::UnsignedShortType} == QSGGeometry::UnsignedIntType",
    refusal: "Indices are of type UnsignedShortType or UnsignedIntType",
    rules: { "Qt ends the program for others": ["QSGGeometry::constructor"] },
  },
  beside: {
    condition: "!qobject_cast<QStackedLayout *>({parentLayout})",
    refusal:
      "A QStackedLayout has no place for a layout: expected another layout",
    rules: {
      "it takes widgets alone": ["QStackedLayout::constructor(parentLayout)"],
    },
  },
  buffer: {
    condition: "!self->inherits(\"QBuffer\") || {0} <= 134'217'727",
    refusal: "There is no room for so many bytes: expected at most 134,217,727",
    rules: { "a buffer makes all bytes up to this one": ["QIODevice::seek"] },
  },
  digits: {
    condition: "{numDigits} >= 1",
    refusal: "There are no digits: expected at least 1",
    rules: {
      "the first is always drawn": ["QLCDNumber::constructor(numDigits)"],
    },
  },
  ellipse: {
    condition:
      "{t:QRegion::Rectangle} != QRegion::Ellipse || isPlace(QRectF({x}, {y}, {w}, {h}))",
    refusal:
      "The ellipse is too large, or too far: expected at most 65,535 pixels each way, and places up to 2^30",
    rules: { "each line of it is a rectangle": ["QRegion::constructor(w)"] },
  },
  round: {
    condition: "{t:QRegion::Rectangle} != QRegion::Ellipse || isPlace({r})",
    refusal:
      "The ellipse is too large, or too far: expected at most 65,535 pixels each way, and places up to 2^30",
    rules: { "each line of it is a rectangle": ["QRegion::constructor(r)"] },
  },
  polygon: {
    condition: "isPlace({pa}.boundingRect())",
    refusal:
      "The polygon is too large, or too far: expected at most 65,535 pixels each way, and places up to 2^30",
    rules: { "each line of it is a rectangle": ["QRegion::constructor(pa)"] },
  },
  ready: {
    condition: "self->isReady()",
    refusal: "It has no document that is ready",
    rules: {
      "nothing has been compiled": [
        "QQmlComponent::isBound|createWithInitialProperties",
      ],
    },
  },
  drawing: {
    condition: "self->isValid()",
    refusal: "It has no drawing: call load() first",
    rules: {
      "the frames are those of the drawing": [
        "QSvgRenderer::currentFrame|setCurrentFrame|animationDuration",
      ],
    },
  },
  text: {
    // Asking for a place has Qt prepare what beginLayout() prepares.
    condition: "(static_cast<void>(self->isValidCursorPosition(0)), true)",
    refusal: "It has no text",
    rules: {
      "without beginLayout() there is none yet": [
        "QTextLayout::createLine|endLayout",
      ],
    },
  },
  handshake: {
    condition: "self->handshakeState() == QDtls::HandshakeInProgress",
    refusal: "No handshake is in progress: call doHandshake() first",
    rules: { "the timer is the handshake's": ["QDtls::handleTimeout"] },
  },
  socket: {
    condition: "isSocket({socketDescriptor})",
    refusal: "The number is not the descriptor of a socket",
    rules: {
      "it is closed later, whatever it is": ["Q*::setSocketDescriptor"],
    },
  },
  item: {
    condition: "{arg1}.isValid()",
    refusal: "The block is not valid",
    rules: { "one that is not valid is in no list": ["QTextList::remove"] },
  },
  table: {
    condition: "isRoom({rows:0}, {columns:0})",
    refusal: "There is no room for so many cells: expected at most 134,217,728",
    rules: {
      "all cells are made at once": [
        "QTableWidget|QStandardItem|QStandardItemModel::constructor",
      ],
    },
  },
  cell: {
    condition:
      "{row} >= 0 && {column:0} >= 0 && isRoom(std::max<int64_t>(self->rowCount(), {row} + 1ll), std::max<int64_t>(self->columnCount(), {column:0} + 1ll))",
    refusal:
      "There is no such cell: expected rows and columns from 0, and at most 134,217,728 cells",
    rules: {
      "all cells up to this one are made": [
        "QStandardItem::setChild",
        "QStandardItemModel::setItem",
      ],
    },
  },
  rows: {
    condition: "isRoom({rows}, self->columnCount())",
    refusal: "There is no room for so many cells: expected at most 134,217,728",
    rules: {
      "all cells are made": [
        "QStandardItem|QStandardItemModel|QTableWidget::setRowCount",
      ],
    },
  },
  columns: {
    condition: "isRoom(self->rowCount(), {columns})",
    refusal: "There is no room for so many cells: expected at most 134,217,728",
    rules: {
      "all cells are made": [
        "QStandardItem|QStandardItemModel|QTableWidget::setColumnCount",
      ],
    },
  },
  styled: {
    condition: "self->style() && self->isActive()",
    refusal: "It paints on no widget: call begin() first",
    rules: { "the style is the widget's": ["QStylePainter::draw*"] },
  },
  listening: {
    condition: "self->isListening()",
    refusal: "It does not listen",
    rules: {
      "there is no socket before": [
        "QTcpServer::pauseAccepting|resumeAccepting",
      ],
    },
  },
  ranges: {
    condition: "self->isValid() && {other}.isValid()",
    refusal: "A range that is not valid is of no model",
    rules: {
      "both are of a model": ["QItemSelectionRange::intersected"],
    },
  },
  history: {
    condition:
      "{arg1} >= -self->backwardHistoryCount() && {arg1} <= self->forwardHistoryCount()",
    refusal: "There is no such place in the history",
    rules: {
      "the places behind and before this one": [
        "QTextBrowser::historyTitle|historyUrl",
      ],
    },
  },
  above: {
    condition: "contains({arg1}, self)",
    refusal: "The other widget is not above it",
    rules: {
      "it goes up from parent to parent until it is there": [
        "QWidget::mapTo|mapFrom",
      ],
    },
  },
  polished: {
    condition: "{widget:self}",
    refusal: "There is no widget to polish",
    rules: {
      "null is no widget": [
        "QStyle|QProxyStyle|QCommonStyle|QWindowsStyle::polish|unpolish",
      ],
    },
  },
  steps: {
    condition: "qAbs(int64_t({steps:1})) <= 32'767",
    refusal: "A line has no room for so many steps: expected at most 32,767",
    rules: {
      "it goes step by step, also at the end": [
        "QLineEdit::cursorForward|cursorBackward",
      ],
    },
  },
  frame: {
    condition: "self->parentFrame()",
    refusal: "It belongs to no frame",
    rules: {
      "it goes from block to block of a frame": [
        "QTextFrame::iterator::operator++|operator--",
      ],
    },
  },
};
