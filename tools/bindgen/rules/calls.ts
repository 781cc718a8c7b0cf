/**
 * How calls are made: off the fiber, as promises, with null, with arguments that come back.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** Classes whose methods call no code of the program's and emit nothing: these need no fiber. */
export const PURE: Readonly<Record<string, readonly string[]>> = {
  "geometry and numbers": [
    "QBitArray",
    "QLine",
    "QLineF",
    "QMargins",
    "QMarginsF",
    "QMatrix4x4",
    "QPoint",
    "QPointF",
    "QPolygon",
    "QPolygonF",
    "QQuaternion",
    "QRect",
    "QRectF",
    "QRegion",
    "QSize",
    "QSizeF",
    "QTransform",
    "QVector2D",
    "QVector3D",
    "QVector4D",
    "QEasingCurve",
    "QPainterPath",
    "QPainterPathStroker",
  ],
  "descriptions of how to paint": [
    "QBrush",
    "QColor",
    "QConicalGradient",
    "QGradient",
    "QLinearGradient",
    "QPen",
    "QRadialGradient",
  ],
  "painting calls the device's engine, never the program": ["QPainter"],
};

/** Opens an event loop of its own, or waits for one: the call is a promise. */
export const ASYNC: Rules = {
  "it runs an event loop": [
    "QCoreApplication|QGuiApplication|QApplication|QEventLoop::exec",
    "QDialog|QMenu|QDrag::exec",
  ],
  "a modal dialog": [
    "QColorDialog::getColor",
    "QFileDialog::getExistingDirectory|getExistingDirectoryUrl|getOpenFile*|getSaveFile*|saveFileContent",
    "QFontDialog::getFont",
    "QInputDialog::get*",
    "QMessageBox::about|aboutQt|critical|information|question|warning",
  ],
  "it blocks until something happens outside": [
    "*::waitFor*",
    "QProcess::execute",
  ],
};

/** Null is an argument that Qt allows; what is null by default needs no rule. */
export const NULLABLE: Rules = {
  "null is nothing, or the end": [
    "*::constructor(parent|parentItem|screen)",
    "*::create*Action(parent)",
    "*::setParent|setParentItem|setParentLayoutItem(*)",
    "*::insertAction|insertActions|insertMenu|insertSeparator|insertSection|insertWidget(before)",
    "*::setModel|setItemDelegate*|setValidator|setCompleter|setBuddy|setMenu|setFocusProxy|setGraphicsEffect(*)",
    "*::setCurrentItem|setActiveAction|setDefaultAction|setContextMenu|setScene|setDocument(*)",
    "*::setDevice|setOutputDevice|setSourceDevice|setSourceModel|setTransientParent|setScreen|setActionGroup(*)",
    "QMainWindow::setMenuBar|setMenuWidget|setStatusBar(*)",
    "QAbstractItemView::setIndexWidget(widget)",
    "QTableWidget::setCellWidget|setItem|set*HeaderItem(widget|item)",
    "QListWidget|QTreeWidget::setItemWidget(widget)",
    "QTabBar::setTabButton(widget)",
    "QMenuBar|QTabWidget|QAbstractScrollArea::setCornerWidget(*)",
    "QDockWidget::setTitleBarWidget|setWidget(widget)",
    "QMdiArea::setActiveSubWindow(window)",
    "QGraphicsScene::setFocusItem|setActivePanel|setActiveWindow(*)",
    "QGraphicsItem::setGroup(group)",
    "QGraphicsWidget|QWidget|QGraphicsScene::setStyle(*)",
    "QStyle::*(w|widget)",
    "QMediaPlayer|QMediaCaptureSession::set*(*)",
    "QColorDialog|QFileDialog|QFontDialog|QInputDialog|QMessageBox::get*|about*|critical|information|question|warning(parent)",
    "QToolTip|QWhatsThis::showText(w)",
    "QMessageBox::setCheckBox(cb)",
    "QTextBlock::setUserData(data)",
    "QSyntaxHighlighter::setCurrentBlockUserData(data)",
    "QPropertyAnimation::setTargetObject(target)",
    "QGraphicsLayout|QGraphicsWidget::setLayout(layout)",
    "QGraphicsItem|QGraphicsWidget::paint|paintWindowFrame(widget)",
  ],
};

/** Names of signals and slots: C++ has them with a code before (`SIGNAL()`, `SLOT()`), which programs here need not write. */
export const SIGNATURES: Readonly<Record<"signal" | "slot", Rules>> = {
  signal: {
    "a signal by its signature": [
      "QState::addTransition(signal)",
      "QSignalTransition::constructor(signal)",
    ],
  },
  slot: {
    "a slot by its signature": [
      "*::open(member)",
      "QTimer::singleShot(member)",
      "QMenu|QToolBar|QWidget::addAction(member)",
    ],
  },
};

/** What is read as well as written. */
export const IN_OUT: Rules = {
  "what came in is completed or mended": [
    "QValidator::validate|fixup(*)",
    "QAbstractSpinBox::validate|fixup(*)",
    "QImageReader::read(image)",
    "QImageIOHandler::read(image)",
    "*::swap(*)",
    "QTextDocument::undo|redo(cursor)",
  ],
};
