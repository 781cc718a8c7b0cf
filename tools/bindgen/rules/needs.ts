/**
 * What a call needs where Qt does not look: it asserts in debug builds alone, and else reads or writes what is not there.
 * The code that calls such a member looks first, and throws.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** What has to hold for an object. */
export interface Need {
  /** In C++, of `self`. */
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
    condition: "self->hasProperty(QTextFormat::FontFamilies)",
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
        "QOpenGLTexture::create|bind|release|allocateStorage|set*|generateMipMaps|createTextureView|hasFeature|boundTextureId",
        "QOpenGLTimeMonitor|QOpenGLTimerQuery::create|begin|end|record*|isResultAvailable|wait*",
        "QOpenGLVertexArrayObject::create|bind|release",
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

/**
 * How large a number may be, by the word in the text: `@below=size` is from 0 to what the object's `size()` returns, not
 * included; `@upto=` includes it. `bytes` is the size of the argument before.
 */
export const BOUNDS: Readonly<Record<string, Rules>> = {
  "below=size": {
    "the place of an element": [
      "QBitArray::testBit|setBit|clearBit|toggleBit|at|operator[](i)",
      "QCborArray::removeAt|takeAt(i)",
      "QPolygon::point|setPoint(i|index)",
      "QItemSelection|QPolygon|QPolygonF|QXmlStreamAttributes::at|replace|removeAt(i)",
    ],
  },
  "upto=size": {
    "a place between elements, or behind the last one": [
      "QBitArray::fill(first|last)",
      "QItemSelection|QPolygon|QPolygonF|QXmlStreamAttributes::insert(i)",
    ],
  },
  "below=count": {
    "the place of a key": ["QKeySequence::operator[](i)"],
  },
  "below=elementCount": {
    "the place of an element": [
      "QPainterPath::elementAt|setElementPositionAt(i)",
    ],
  },
  "below=height": {
    "the place of a line of pixels": [
      "QImage::scanLine|constScanLine(i)",
    ],
  },
  "below=lineCount": {
    "the place of a line": ["QTextLayout::lineAt(i)"],
  },
  "below=colorCount": {
    "the place of a colour in the table": ["QImage::color(i)"],
  },
  "below=pointCount": {
    "the place of a point": ["QPointerEvent::point(i)"],
  },
  "below=2": { "it has two components": ["QVector2D::operator[](i)"] },
  "below=3": { "it has three components": ["QVector3D::operator[](i)"] },
  "below=4": {
    "it has four components, or four rows and columns": [
      "QVector4D::operator[](i)",
      "QMatrix4x4::column|row|setColumn|setRow(index)",
      "QMatrix4x4::operator*(row|column)",
    ],
  },
  "below=QPalette::NColorRoles": {
    "the last name is the number of the others": [
      "QPalette::color|brush|setColor|setBrush(cr)",
    ],
  },
  "upto=INT_MAX": {
    "a size": ["QBitArray::constructor|resize|truncate(size|pos)"],
  },
  "upto=bytes": {
    "how many bytes of the argument before are meant": [
      "QBitArray::fromBits(len)",
      "QBuffer|QPicture::setData(len|size)",
      "QByteArrayMatcher::indexIn(len)",
      "QCborStreamReader::constructor|addData(len)",
      "QCborStreamWriter::appendByteString|appendTextString|append(len|size)",
      "QCborValue::fromCbor(len)",
      "QCryptographicHash|QMessageAuthenticationCode|QXmlStreamReader::addData(len|length)",
      "QDataStream::writeBytes|writeRawData(len)",
      "QIODevice::write(len)",
      "QUdpSocket::writeDatagram(len)",
    ],
  },
};
