/**
 * 275 calls of ordinary programs with widgets: members that Qt's documentation names, and that its types should have;
 * static ones are asked of the class. Nothing here runs: `deno check` is the test.
 *
 * @module
 */

import * as Q from "../../widgets.ts";

/** Of QMainWindow. */
export function qMainWindow(it: Q.QMainWindow): void {
  void it.setCentralWidget;
  void it.menuBar;
  void it.statusBar;
  void it.addToolBar;
  void it.addDockWidget;
  void it.saveState;
  void it.restoreState;
  void it.removeDockWidget;
}

/** Of QWidget. */
export function qWidget(it: Q.QWidget): void {
  void it.setLayout;
  void it.resize;
  void it.move;
  void it.show;
  void it.hide;
  void it.close;
  void it.setWindowTitle;
  void it.setStyleSheet;
  void it.setFixedSize;
  void it.setFocus;
  void it.adjustSize;
  void it.saveGeometry;
  void it.restoreGeometry;
  void it.setWindowFlags;
  void it.setContextMenuPolicy;
  void it.grabKeyboard;
  void it.actions;
  void it.removeAction;
  void Q.QWidget.setTabOrder;
  void it.setSizePolicy;
  void it.setMask;
  void it.grab;
  void it.screen;
}

/** Of QLabel. */
export function qLabel(it: Q.QLabel): void {
  void it.setText;
  void it.setPixmap;
  void it.setMovie;
  void it.setBuddy;
  void it.setAlignment;
  void it.setWordWrap;
}

/** Of QPushButton. */
export function qPushButton(it: Q.QPushButton): void {
  void it.setText;
  void it.setMenu;
  void it.setDefault;
  void it.setIcon;
  void it.click;
}

/** Of QLineEdit. */
export function qLineEdit(it: Q.QLineEdit): void {
  void it.setText;
  void it.setPlaceholderText;
  void it.setValidator;
  void it.setCompleter;
  void it.setEchoMode;
  void it.selectAll;
  void it.addAction;
}

/** Of QPlainTextEdit. */
export function qPlainTextEdit(it: Q.QPlainTextEdit): void {
  void it.appendPlainText;
  void it.setPlainText;
  void it.toPlainText;
  void it.textCursor;
  void it.document;
  void it.setFont;
  void it.setReadOnly;
  void it.zoomIn;
  void it.verticalScrollBar;
}

/** Of QTextEdit. */
export function qTextEdit(it: Q.QTextEdit): void {
  void it.append;
  void it.setHtml;
  void it.toHtml;
  void it.toPlainText;
  void it.textCursor;
  void it.setCurrentFont;
}

/** Of QComboBox. */
export function qComboBox(it: Q.QComboBox): void {
  void it.addItem;
  void it.addItems;
  void it.currentText;
  void it.currentData;
  void it.setCurrentIndex;
  void it.itemData;
  void it.findText;
  void it.clear;
  void it.insertItem;
  void it.setItemData;
}

/** Of QListWidget. */
export function qListWidget(it: Q.QListWidget): void {
  void it.addItem;
  void it.addItems;
  void it.item;
  void it.takeItem;
  void it.selectedItems;
  void it.currentItem;
  void it.setItemWidget;
  void it.setCurrentRow;
  void it.clear;
  void it.count;
}

/** Of QTableWidget. */
export function qTableWidget(it: Q.QTableWidget): void {
  void it.setRowCount;
  void it.setColumnCount;
  void it.setItem;
  void it.item;
  void it.setHorizontalHeaderLabels;
  void it.setCellWidget;
  void it.setColumnWidth;
  void it.horizontalHeader;
  void it.removeRow;
  void it.sortItems;
  void it.setSpan;
}

/** Of QTreeWidget. */
export function qTreeWidget(it: Q.QTreeWidget): void {
  void it.addTopLevelItem;
  void it.setHeaderLabels;
  void it.invisibleRootItem;
  void it.currentItem;
  void it.expandAll;
  void it.sortItems;
  void it.setColumnWidth;
}

/** Of QTableView. */
export function qTableView(it: Q.QTableView): void {
  void it.setModel;
  void it.setColumnWidth;
  void it.horizontalHeader;
  void it.setSortingEnabled;
  void it.selectionModel;
  void it.resizeColumnsToContents;
  void it.setItemDelegate;
  void it.setIndexWidget;
}

/** Of QHeaderView. */
export function qHeaderView(it: Q.QHeaderView): void {
  void it.setSectionResizeMode;
  void it.setStretchLastSection;
  void it.resizeSection;
}

/** Of QTabWidget. */
export function qTabWidget(it: Q.QTabWidget): void {
  void it.addTab;
  void it.setCurrentIndex;
  void it.setTabText;
  void it.removeTab;
  void it.insertTab;
  void it.setTabToolTip;
  void it.setTabsClosable;
}

/** Of QSplitter. */
export function qSplitter(it: Q.QSplitter): void {
  void it.addWidget;
  void it.setSizes;
  void it.setStretchFactor;
  void it.sizes;
  void it.saveState;
}

/** Of QStackedWidget. */
export function qStackedWidget(it: Q.QStackedWidget): void {
  void it.addWidget;
  void it.setCurrentIndex;
  void it.currentWidget;
}

/** Of QDockWidget. */
export function qDockWidget(it: Q.QDockWidget): void {
  void it.setWidget;
  void it.setAllowedAreas;
  void it.setFloating;
}

/** Of QFormLayout. */
export function qFormLayout(it: Q.QFormLayout): void {
  void it.addRow;
  void it.setLabelAlignment;
}

/** Of QGridLayout. */
export function qGridLayout(it: Q.QGridLayout): void {
  void it.addWidget;
  void it.addLayout;
  void it.setColumnStretch;
  void it.setRowStretch;
}

/** Of QVBoxLayout. */
export function qVBoxLayout(it: Q.QVBoxLayout): void {
  void it.addWidget;
  void it.addLayout;
  void it.addStretch;
  void it.addSpacing;
  void it.setContentsMargins;
  void it.setSpacing;
  void it.insertWidget;
  void it.removeWidget;
  void it.count;
  void it.itemAt;
}

/** Of QMenu. */
export function qMenu(it: Q.QMenu): void {
  void it.addAction;
  void it.addMenu;
  void it.addSeparator;
  void it.exec;
  void it.popup;
  void it.clear;
}

/** Of QAction. */
export function qAction(it: Q.QAction): void {
  void it.setShortcut;
  void it.setCheckable;
  void it.trigger;
  void it.setIcon;
  void it.setEnabled;
}

/** Of QShortcut. */
export function qShortcut(it: Q.QShortcut): void {
  void it.setKey;
  void it.activated;
}

/** Of QButtonGroup. */
export function qButtonGroup(it: Q.QButtonGroup): void {
  void it.addButton;
  void it.setExclusive;
  void it.checkedButton;
  void it.checkedId;
}

/** Of QTimer. */
export function qTimer(it: Q.QTimer): void {
  void it.start;
  void it.stop;
  void it.setInterval;
  void it.setSingleShot;
  void it.singleShot;
  void it.isActive;
}

/** Of QSettings. */
export function qSettings(it: Q.QSettings): void {
  void it.value;
  void it.setValue;
  void it.remove;
  void it.contains;
  void it.sync;
}

/** Of QSystemTrayIcon. */
export function qSystemTrayIcon(it: Q.QSystemTrayIcon): void {
  void it.show;
  void it.setContextMenu;
  void it.showMessage;
  void it.setIcon;
}

/** Of QClipboard. */
export function qClipboard(it: Q.QClipboard): void {
  void it.setText;
  void it.text;
  void it.setPixmap;
  void it.setImage;
  void it.image;
  void it.mimeData;
}

/** Of QProcess. */
export function qProcess(it: Q.QProcess): void {
  void it.start;
  void it.write;
  void it.readAllStandardOutput;
  void it.waitForFinished;
  void it.kill;
}

/** Of QFileSystemModel. */
export function qFileSystemModel(it: Q.QFileSystemModel): void {
  void it.setRootPath;
  void it.filePath;
  void it.index;
}

/** Of QSortFilterProxyModel. */
export function qSortFilterProxyModel(it: Q.QSortFilterProxyModel): void {
  void it.setSourceModel;
  void it.setFilterRegularExpression;
  void it.mapToSource;
  void it.setSortRole;
}

/** Of QStandardItemModel. */
export function qStandardItemModel(it: Q.QStandardItemModel): void {
  void it.appendRow;
  void it.item;
  void it.setItem;
  void it.setHorizontalHeaderLabels;
  void it.takeRow;
}

/** Of QCompleter. */
export function qCompleter(it: Q.QCompleter): void {
  void it.setModel;
  void it.setCompletionMode;
  void it.setFilterMode;
}

/** Of QUndoStack. */
export function qUndoStack(it: Q.QUndoStack): void {
  void it.push;
  void it.undo;
  void it.redo;
  void it.beginMacro;
  void it.createUndoAction;
}

/** Of QPropertyAnimation. */
export function qPropertyAnimation(it: Q.QPropertyAnimation): void {
  void it.setTargetObject;
  void it.setPropertyName;
  void it.setStartValue;
  void it.setEndValue;
  void it.setDuration;
  void it.start;
  void it.setEasingCurve;
}

/** Of QGraphicsScene. */
export function qGraphicsScene(it: Q.QGraphicsScene): void {
  void it.addItem;
  void it.addRect;
  void it.addText;
  void it.addEllipse;
  void it.addLine;
  void it.addPixmap;
  void it.items;
}

/** Of QGraphicsView. */
export function qGraphicsView(it: Q.QGraphicsView): void {
  void it.setScene;
  void it.fitInView;
  void it.scale;
  void it.setRenderHint;
}

/** Of QSplashScreen. */
export function qSplashScreen(it: Q.QSplashScreen): void {
  void it.showMessage;
  void it.finish;
  void it.setPixmap;
}

/** Of QTranslator. */
export function qTranslator(it: Q.QTranslator): void {
  void it.load;
}

/** Of QApplication. */
export function qApplication(it: Q.QApplication): void {
  void Q.QApplication.setStyle;
  void Q.QApplication.setPalette;
  void Q.QApplication.installTranslator;
  void Q.QApplication.setFont;
  void Q.QApplication.beep;
  void Q.QApplication.setWindowIcon;
  void it.quit;
  void it.exec;
  void it.clipboard;
  void Q.QApplication.screens;
  void Q.QApplication.focusWidget;
  void Q.QApplication.setOverrideCursor;
}

/** Of QWizard. */
export function qWizard(it: Q.QWizard): void {
  void it.addPage;
  void it.setField;
  void it.next;
}

/** Of QDialogButtonBox. */
export function qDialogButtonBox(it: Q.QDialogButtonBox): void {
  void it.addButton;
  void it.setStandardButtons;
  void it.button;
}

/** Of QMessageBox. */
export function qMessageBox(it: Q.QMessageBox): void {
  void it.setText;
  void it.setInformativeText;
  void it.addButton;
  void it.setStandardButtons;
  void it.exec;
  void it.setIcon;
  void it.clickedButton;
}

/** Of QFileDialog. */
export function qFileDialog(it: Q.QFileDialog): void {
  void it.selectedFiles;
  void it.setNameFilter;
  void it.setFileMode;
  void it.exec;
  void it.setDirectory;
}

/** Of QScrollArea. */
export function qScrollArea(it: Q.QScrollArea): void {
  void it.setWidget;
  void it.setWidgetResizable;
  void it.ensureVisible;
}

/** Of QStatusBar. */
export function qStatusBar(it: Q.QStatusBar): void {
  void it.showMessage;
  void it.addPermanentWidget;
  void it.addWidget;
}

/** Of QToolBar. */
export function qToolBar(it: Q.QToolBar): void {
  void it.addAction;
  void it.addWidget;
  void it.addSeparator;
}

/** Of QCalendarWidget. */
export function qCalendarWidget(it: Q.QCalendarWidget): void {
  void it.setSelectedDate;
  void it.setDateRange;
}

/** Of QMdiArea. */
export function qMdiArea(it: Q.QMdiArea): void {
  void it.addSubWindow;
  void it.tileSubWindows;
}
