/**
 * How large numbers may be where Qt does not look.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/**
 * How large a number may be, by the word in the text: `@below=size` is from 0 to what the object's `size()` returns, not
 * included; `@upto=` includes it, and so does `@most=`, which takes numbers below 0 as well. `bytes` is the size of the argument before.
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
  "upto=16777215": {
    "all elements up to this one are made": ["QCborArray::insert(i)"],
    "how many are allocated": [
      "QSGGeometry::constructor|allocate(vertexCount|indexCount)",
    ],
  },
  "upto=count": {
    "a place between elements, or behind the last one": [
      "QSqlRecord::insert(pos)",
      "QBarCategoryAxis|QBarSet|QBoxPlotSeries|QCandlestickSeries::insert(index)",
    ],
  },
  "below=5": {
    "a box has five values": ["QBoxSet::setValue(index)"],
  },
  "below=count": {
    "the place of a key": ["QKeySequence::operator[](i)"],
    "the place of a category": ["QBarCategoryAxis::at(index)"],
    "the number of a section": [
      "QHeaderView::setSectionResizeMode(logicalIndex)",
    ],
    "the place of an item": [
      "QGraphicsLinearLayout::itemSpacing|setItemSpacing(index)",
    ],
  },
  "most=count": {
    "a place between elements; below 0 it is the end": [
      "QBoxLayout::insert*(index)",
    ],
  },
  "below=rowCount": {
    "the place of a row": [
      "QFormLayout::isRowVisible|setRowVisible(row)",
      "QGridLayout::rowStretch|rowMinimumHeight(row)",
    ],
  },
  "upto=1000000": {
    "all headers up to this one are made": [
      "QStandardItemModel::setHorizontalHeaderItem|setVerticalHeaderItem(row|column)",
    ],
  },
  "below=columnCount": {
    "the place of a column": [
      "QGridLayout::columnStretch|columnMinimumWidth(column)",
    ],
  },
  "upto=4095": {
    "all rows and columns up to this one are made": [
      "QGridLayout::addItem|addLayout|addWidget|set*(row|column)",
      "QGridLayout::setDefaultPositioning(n)",
      "QGraphicsGridLayout::addItem|set*(row|column|rowSpan|columnSpan)",
    ],
  },
  "upto=100000": {
    "all columns up to this one are made": [
      "QTreeWidgetItem::set*(column)",
      "QTreeWidget::setColumnCount(columns)",
    ],
  },
  "most=1000": {
    "how many spaces are written before each line": [
      "QXmlStreamWriter::setAutoFormattingIndent(spacesOrTabs)",
    ],
    "how many digits": ["QLocale::toString|toCurrencyString(prec|precision)"],
  },
  "upto=100000000": {
    "how many numbers are made and dropped": [
      "QRandomGenerator|QRandomGenerator64::discard(z)",
    ],
  },
  "upto=99": { "how many digits": ["QLCDNumber::constructor(numDigits)"] },
  "upto=32767": {
    "all rows up to this one are made": [
      "QFormLayout::setItem|setLayout|setWidget(row)",
      "QSqlRelationalTableModel::setRelation(column)",
    ],
  },
  "upto=10000000": {
    "that many elements are allocated": ["QPainterPath::reserve(size)"],
  },
  "most=QGuiApplication::screens().size()-1": {
    "the number of a screen; below 0 it is the first": [
      "QColormap::instance(screen)",
    ],
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
    "a place, also behind the last one": ["QVersionNumber::segmentAt(index)"],
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
