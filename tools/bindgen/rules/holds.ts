/**
 * Arguments that the object makes use of later without owning them: they have to live as long.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** The object keeps a pointer to the argument. */
export const HOLDS: Rules = {
  "a view shows a model, a proxy stands for one": [
    "*::setModel|setSourceModel|addSourceModel|setSelectionModel|setProxyModel(*)",
    "QCompleter|QItemSelectionModel::constructor(model)",
    "*ModelMapper::setSeries(series)",
  ],
  "a view asks its delegate and its editors' factory": [
    "*::setItemDelegate*|setItemEditorFactory(*)",
    "QFileDialog|QFileSystemModel::setIconProvider(provider)",
  ],
  "an input asks its validator and its completer": [
    "*::setValidator|setCompleter(*)",
    "QCompleter|QFocusFrame::setWidget(widget)",
    "QDataWidgetMapper::addMapping(widget)",
  ],
  "a cursor or editor works on a document": [
    "QTextCursor::constructor(document|frame)",
    "*::setDocument(*)",
    "QAbstractTextDocumentLayout::registerHandler(component)",
  ],
  "a painter paints on a device": [
    "QPainter|QStylePainter::constructor|begin(*)",
    "QPaintEngine::begin|setPaintDevice(*)",
    "QAbstractTextDocumentLayout::setPaintDevice(device)",
    "QQuickRenderTarget::fromPaintDevice(device)",
  ],
  "a reader or writer works on a device": [
    "Q*Reader|Q*Writer|QDataStream|QTextStream|QPdfWriter|QMovie|QWaveDecoder::constructor(device|arg1)",
    "*::setDevice|setIODevice|setSourceDevice|setOutputDevice|setBodyDevice(*)",
    "QAudioSink|QAudioSource::start(device)",
    "QXmlStreamReader::setEntityResolver(resolver)",
    "QImageIOPlugin::create(device)",
    "QNetworkAccessManager::*(*ata|multiPart)",
  ],
  "an object is connected with it": [
    "QObject|QMetaObject::connect(*)",
    "QTimer::singleShot(receiver)",
    "*::open(receiver)",
    "QHostInfo::lookupHost(receiver)",
    "QQmlFile::connect*(arg1)",
    "QQmlProperty::connectNotifySignal(dest)",
    "QMenu|QToolBar|QWidget::addAction(receiver)",
    "QDesktopServices::setUrlHandler(receiver)",
    "QSignalMapper::setMapping(*)",
    "QSignalBlocker::constructor(o)",
    "QBasicTimer::start(obj)",
    "QAbstractEventDispatcher::register*(*)",
  ],
  "a filter is asked until it is removed": [
    "*::installEventFilter|installNativeEventFilter|installSceneEventFilter(*)",
    "QAccessible::installActivationObserver(arg1)",
    "QQmlEngine::setUrlInterceptor|addUrlInterceptor(*)",
  ],
  "an application looks texts up in it": [
    "QCoreApplication::installTranslator(messageFile)",
  ],
  "a widget shows an action that others may show, too": [
    "*::addAction|addActions|insertAction|insertActions(action|actions|a)",
    "QActionEvent::constructor(action)",
    "QAction::setActionGroup(group)",
    "*::addMenu|insertMenu|setMenu|setContextMenu(menu)",
    "*::setStyle(*)",
  ],
  "a view shows a scene, a stack, a movie, a renderer": [
    "QGraphicsView::constructor|setScene(scene)",
    "QUndoView|QUndoGroup::constructor|setStack|setGroup|addStack(*)",
    "QLabel::setBuddy|setMovie(*)",
    "QGraphicsSvgItem::setSharedRenderer(renderer)",
    "QGraphicsItemAnimation::setItem|setTimeLine(*)",
    "QSplitter|QGraphicsLayoutItem::setGraphicsItem(item)",
    "QLegendMarker|Q*LegendMarker::constructor(*)",
    "QAbstractSeries::attachAxis(axis)",
  ],
  "another one is a proxy of it, a neighbour or a share": [
    "*::setFocusProxy|setContainmentMask|setTransientParent|setScreen|setShareContext|setVulkanInstance(*)",
    "QAccessible*|QWidgetItem*|QBackingStore|QEventLoopLocker|QOpenGL*Functions::constructor(*)",
    "QPropertyAnimation::constructor|setTargetObject(target)",
    "QProcess::setStandardOutputProcess(destination)",
    "QGestureEvent|QGraphicsSceneEvent|QGraphicsSceneDragDropEvent::constructor|setWidget|setSource|setMimeData(*)",
    "QNetworkRequest::setOriginatingObject(object)",
    "Q*Event|QEventPoint::constructor(child|data|obj|iface|arg*|device|dev|object)",
    "QWidget|QWindow|QOffscreenSurface::constructor(screen|parent)",
    "QButtonGroup::addButton(arg1)",
    "QTreeWidgetItemIterator::constructor(*)",
    "QAccessiblePlugin::create(object)",
  ],
  "a dialog is about a printer or its tabs": [
    "Q*Dialog|QPrintPreviewWidget::constructor(printer)",
    "QAbstractPrintDialog::setOptionTabs(tabs)",
  ],
  "a player plays to it, a session records from it": [
    "QMediaPlayer|QMediaCaptureSession::set*(*)",
  ],
  "an object of QML is in a context of an engine": [
    "QJSManagedValue|QQml*|QQuickView|QQuickWidget::constructor(*)",
    "QQmlComponent::create*(context|forContext)",
    "QQmlContext::setContextObject|setContextProperty(*)",
    "QQmlEngine::set*(*)",
    "QQmlError::setObject(arg1)",
    "QQmlFileSelector::setSelector(selector)",
    "QQmlListReference::append|replace(*)",
    "QQuickView|QQuickWidget::setContent(component)",
    "QQuickTransform::*ToItem(arg1)",
    "QQuickWindow::constructor(renderControl)",
    "QQuickGraphicsDevice::fromOpenGLContext(context)",
    "QNativeInterface::QSGOpenGLTexture::from*(window)",
  ],
  "a node of the scene graph draws with it": [
    "QSG*::setTexture|setRenderer*(*)",
  ],
  "a program of shaders, or a window, draws with it": [
    "QOpenGLShaderProgram::addShader(shader)",
    "QOpenGLVertexArrayObject::Binder::constructor(v)",
    "QOpenGLWindow::constructor(shareContext)",
  ],
  "a transition leads to it, waits for it or starts it": [
    "QAbstractTransition|QState::setTargetState|setTargetStates|addAnimation|addTransition(target|targets|animation|sender)",
    "QEventTransition|QKeyEventTransition|QMouseEventTransition|QSignalTransition::constructor|setEventSource|setSenderObject(object|sender)",
    "QState::assignProperty(object)",
    "QStateMachine::addDefaultAnimation(animation)",
    "QStateMachine::SignalEvent::constructor(sender)",
  ],
  "a result reads from its driver": ["QSqlResult::constructor(db)"],
};

/** The object drops the pointer that it kept. */
export const RELEASES: Rules = {
  "it was held by the call's counterpart": [
    "*::removeAction|removeEventFilter|removeNativeEventFilter|removeSceneEventFilter(*)",
    "QAccessible::removeActivationObserver(arg1)",
    "QAbstractEventDispatcher::unregister*(*)",
    "QAbstractSeries::detachAxis(axis)",
    "QAbstractTextDocumentLayout::unregisterHandler(component)",
    "QConcatenateTablesProxyModel::removeSourceModel(sourceModel)",
    "QCoreApplication::removeTranslator(messageFile)",
    "QDataWidgetMapper::removeMapping(widget)",
    "QObject|QMetaObject::disconnect|disconnectOne(*)",
    "QQmlEngine::removeUrlInterceptor(urlInterceptor)",
    "QSignalMapper::removeMappings(sender)",
    "QUndoGroup::removeStack(stack)",
    "QAbstractTransition::removeAnimation(animation)",
    "QOpenGLShaderProgram::removeShader(shader)",
    "QStateMachine::removeDefaultAnimation(animation)",
  ],
};
