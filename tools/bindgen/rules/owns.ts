/**
 * Arguments that the object owns from the call on: it, or its end, deletes them.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** The argument belongs to the object from then on. */
export const OWNS: Rules = {
  "a layout deletes its items, and gives widgets to its parent widget": [
    "QLayout::addItem|addWidget|addChildLayout|addChildWidget|adoptLayout(*)",
    "QLayout::setMenuBar|replaceWidget(w|to)",
    "QBoxLayout::addLayout|addSpacerItem|addWidget(*)",
    "QBoxLayout::insertItem|insertLayout|insertSpacerItem|insertWidget(*)",
    "QGridLayout::addItem|addLayout|addWidget(*)",
    "QFormLayout::addRow|insertRow|setItem|setLayout|setWidget(*)",
    "QStackedLayout::addWidget|insertWidget(*)",
    "QGraphics*Layout::addItem|insertItem(*)",
    "QGraphicsAnchorLayout::addAnchor|addAnchors|addCornerAnchors(*)",
    "QGraphicsLayout::addChildLayoutItem(layoutItem)",
    "QWidget|QGraphicsWidget::setLayout(*)",
  ],
  "a container of widgets makes them its children": [
    "QDialogButtonBox|QMessageBox::addButton(button)",
    "QAbstractItemView::setIndexWidget(widget)",
    "QAbstractScrollArea::addScrollBarWidget|setCornerWidget|set*ScrollBar|setViewport(*)",
    "QColumnView::setPreviewWidget(widget)",
    "QDockWidget|QMdiSubWindow|QScrollArea|QGraphicsProxyWidget::setWidget(widget)",
    "QDockWidget::setTitleBarWidget(widget)",
    "QListWidget|QTreeWidget::setItemWidget(widget)",
    "QTableWidget::setCellWidget(widget)",
    "QMainWindow::addDockWidget|addToolBar|insertToolBar(dockwidget|toolbar)",
    "QMainWindow::setCentralWidget|setMenuBar|setMenuWidget|setStatusBar(*)",
    "QMainWindow::splitDockWidget(dockwidget)",
    "QMdiArea::addSubWindow(widget)",
    "QMdiSubWindow::setSystemMenu(systemMenu)",
    "QMenuBar|QTabWidget::setCornerWidget(*)",
    "QMessageBox::setCheckBox(cb)",
    "QProgressDialog::setBar|setCancelButton|setLabel(*)",
    "QSplitter|QStackedWidget|QStatusBar::addWidget|insertWidget|replaceWidget|addPermanentWidget|insertPermanentWidget(widget|w)",
    "QTabBar::setTabButton(widget)",
    "QTabWidget::addTab|insertTab|setTabBar(widget|arg1)",
    "QToolBar::addWidget|insertWidget(widget)",
    "QToolBox::addItem|insertItem(widget)",
    "QWidgetAction::setDefaultWidget(w)",
    "QWidget::createWindowContainer(window)",
    "QWizard::addPage|setPage|setButton|setSideWidget(*)",
  ],
  "a widget deletes the parts that it is made of": [
    "QAbstractSpinBox|QComboBox::setLineEdit(edit)",
    "QComboBox::setView(itemView)",
    "QCompleter::setPopup(popup)",
    "QDateTimeEdit::setCalendarWidget(calendarWidget)",
    "QTableView::setHorizontalHeader|setVerticalHeader(header)",
    "QTreeView::setHeader(header)",
    "QWidget|QGraphicsItem::setGraphicsEffect(effect)",
    "QGraphicsItem::setTransformations(transformations)",
  ],
  "a model, view or item deletes its items": [
    "QStandardItem::setChild|insertRow|insertRows|insertColumn|appendRow|appendRows|appendColumn(item|items)",
    "QStandardItemModel::setItem|set*HeaderItem|setItemPrototype|insertRow|insertColumn|appendRow|appendColumn(item|items)",
    "QListWidget::addItem|insertItem(item)",
    "QTableWidget::setItem|set*HeaderItem|setItemPrototype(item)",
    "QTreeWidget::addTopLevelItem|addTopLevelItems|insertTopLevelItem|insertTopLevelItems|setHeaderItem(item|items)",
    "QTreeWidgetItem::addChild|addChildren|insertChild|insertChildren(child|children)",
  ],
  "a scene or group deletes its items": [
    "QGraphicsScene::addItem|addWidget(item|widget)",
    "QGraphicsItemGroup::addToGroup(item)",
    "QGraphicsItem::setGroup(group)",
  ],
  "a group of animations deletes them": [
    "QAnimationGroup::addAnimation|insertAnimation(animation)",
  ],
  "a stack deletes its commands": [
    "QUndoStack::push(cmd)",
    "QTextDocument::appendUndoItem(arg1)",
  ],
  "a document or block deletes the data that is hung on it": [
    "QTextBlock::setUserData(data)",
    "QSyntaxHighlighter::setCurrentBlockUserData(data)",
    "QTextFrame::setLayoutData(data)",
    "QTextDocument::setDocumentLayout(layout)",
  ],
  "the clipboard or the drag deletes its data": [
    "QClipboard|QDrag::setMimeData(data)",
  ],
  "an event queue deletes its events": ["QCoreApplication::postEvent(event)"],
  "the application deletes its style": [
    "QApplication::setStyle(arg1)",
    "QProxyStyle::constructor(style)",
    "QProxyStyle::setBaseStyle(style)",
  ],
  "the application deletes its dispatcher": [
    "QCoreApplication::setEventDispatcher(eventDispatcher)",
  ],
  "an icon deletes its engine": ["QIcon::constructor(engine)"],
  "a factory deletes its creators": [
    "QItemEditorFactory::registerEditor(creator)",
    "QItemEditorFactory::setDefaultFactory(factory)",
    "QGestureRecognizer::registerRecognizer(recognizer)",
    "QSqlDatabase::registerSqlDriver(creator)",
  ],
  "a database deletes its driver, a query its result": [
    "QSqlDatabase::addDatabase|constructor(driver)",
    "QSqlQuery::constructor(r)",
  ],
  "a QML engine deletes its image providers": [
    "QQmlEngine::addImageProvider(arg2)",
  ],
  "a view of QML deletes what it shows": [
    "QQuickView|QQuickWidget::setContent(item)",
  ],
  "a node of the scene graph deletes its children": [
    "QSGNode::*ChildNode*(node)",
  ],
  "a node of the scene graph owns this where its flags say so": [
    "QSGBasicGeometryNode|QSGGeometryNode::setGeometry|setMaterial|setOpaqueMaterial(*)",
  ],
  "a chart, a series or a set deletes its parts": [
    "QAbstractBarSeries|QBoxPlotSeries|QCandlestickSeries|QPieSeries::append|insert|operator<<(*)",
    "QChart|QPolarChart::addSeries|addAxis|setAxisX|setAxisY(series|axis)",
    "QChartView::constructor|setChart(chart)",
    "QAreaSeries::constructor|setUpperSeries|setLowerSeries(upperSeries|lowerSeries|series)",
  ],
  "a server hands on its connections as children": [
    "QTcpServer::addPendingConnection(socket)",
  ],
  "the manager deletes its jar, cache and factory": [
    "QNetworkAccessManager::setCache|setCookieJar|setProxyFactory(*)",
    "QNetworkProxyFactory::setApplicationProxyFactory(factory)",
  ],
  "the accessibility of Qt deletes its interfaces": [
    "QAccessible::registerAccessibleInterface(iface)",
  ],
  "a state, or a machine of states, deletes its parts": [
    "QState::addTransition(transition)",
    "QStateMachine::addState(state)",
    "QHistoryState::setDefaultTransition(transition)",
  ],
  "JavaScript's collector deletes what has no parent": [
    "QJSEngine::newQObject|setObjectOwnership(*)",
  ],
  "a cleanup handler deletes what is added": [
    "QObjectCleanupHandler::add(object)",
  ],
  "a printer or painter device deletes its engines": [
    "QPrinter::setEngines(*)",
  ],
};

/** The object belongs to the argument from then on. */
export const PARENT: Rules = {
  "a parent deletes its children": [
    "*::constructor(parent|parentItem|parentCommand|objParent|p|dragSource)",
    "*::constructor(view|listview|treeview|pdh|sourceState)",
    "QUiLoader::create*|load(parent|parentWidget)",
    "QStackedLayout::constructor(parentLayout)",
    "QRubberBand::constructor(arg2)",
    "*::setParent|setParentItem|setParentLayoutItem(parent)",
    "QUndoStack|QUndoGroup::create*Action(parent)",
    "QTextDocument::clone(parent)",
    "QWhatsThis::createAction(parent)",
    "QAbstractItemDelegate|QItemEditorFactory::createEditor(parent)",
    "QItemEditorCreatorBase|QWidgetAction::createWidget(parent)",
    "QWidgetAction::requestWidget(parent)",
    "QWidget::createWindowContainer(parent)",
    "QQmlComponent::createObject(parent)",
    "QQmlNetworkAccessManagerFactory::create(parent)",
  ],
  "the document deletes its objects": [
    "QTextObject|QTextFrame|QTextList|QTextTable|QTextBlockGroup|QAbstractTextDocumentLayout|QPlainTextDocumentLayout::constructor(doc|document)",
  ],
};
