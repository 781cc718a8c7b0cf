/**
 * What comes back to the caller: it has to be given to another owner, or deleted.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** The argument belongs to the caller after the call. */
export const TAKES: Rules = {
  "what is removed is not deleted": [
    "QLayout|QGraphicsGridLayout|QGraphicsLinearLayout::removeItem(*)",
    "QGraphicsScene::removeItem(item)",
    "QGraphicsItemGroup::removeFromGroup(item)",
    "QTreeWidgetItem::removeChild(child)",
    "QAnimationGroup::removeAnimation(animation)",
    "QMdiArea::removeSubWindow(widget)",
    "QSGNode::removeChildNode(node)",
    "QState::removeTransition(transition)",
    "QStateMachine::removeState(state)",
    "QAbstractBarSeries|QBoxPlotSeries|QCandlestickSeries|QPieSeries::take(*)",
    "QChart::removeSeries|removeAxis(*)",
    "QObjectCleanupHandler::remove(object)",
  ],
};

/** The result belongs to the caller. */
export const TAKES_RESULT: Rules = {
  "what is taken away is not deleted": [
    "*::take*",
    "QLayout::replaceWidget",
  ],
  "it is new, and nothing else knows it": [
    "*::clone",
    "*Plugin|*PluginFactory|*Factory|*CreatorBase|QGestureRecognizer|QQmlComponent|QStyleFactory|QPlatformThemeFactory::create*",
    "QTemporaryFile::createNativeFile",
    "QUndoGroup|QUndoStack::create*Action",
    "QUiLoader::create*|load",
    "QOpenGLTexture::createTextureView",
    "QWindow::fromWinId",
    "QAbstractItemDelegate::createEditor",
    "QLineEdit|QTextEdit|QPlainTextEdit::createStandardContextMenu",
    "QTextEdit|QPlainTextEdit::createMimeDataFromSelection",
    "QMainWindow::createPopupMenu",
    "QWhatsThis::createAction",
    "QWidget::createWindowContainer",
    "QWidgetAction::createWidget",
    "QAbstractItemModel::mimeData",
    "QListWidget|QTableWidget|QTreeWidget::mimeData",
    "QNativeInterface::QSGOpenGLTexture::from*",
    "QQuickFramebufferObject::createRenderer",
    "QQuickTextureFactory|QQuickWindow::create*",
    "QSGMaterial::createShader",
    "QSqlDriver::createResult",
    "QQuickImageProvider|QQuickAsyncImageProvider::request*",
    "QTcpServer|QLocalServer::nextPendingConnection",
    "QAccessible::queryAccessibleInterface",
  ],
};
