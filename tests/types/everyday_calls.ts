/**
 * 275 calls of ordinary programs with widgets: members that Qt's documentation names, and that its types should have. Nothing
 * here runs: `deno check` is the test.
 *
 * What does not compile yet is marked with `@ts-expect-error`. The marks can only become fewer: a line after one that compiles is an
 * error ("Unused '@ts-expect-error' directive"), and so is any other line that does not compile.
 *
 * @module
 */

import type * as Q from "../../widgets.ts";

/** Of QMainWindow. */
export function qMainWindow(it: Q.QMainWindow): void {
  void it.setCentralWidget;
  void it.menuBar;
  void it.statusBar;
  void it.addToolBar;
  void it.addDockWidget;
  // @ts-expect-error: not yet
  void it.saveState;
  // @ts-expect-error: not yet
  void it.restoreState;
  // @ts-expect-error: not yet
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
  // @ts-expect-error: not yet
  void it.saveGeometry;
  // @ts-expect-error: not yet
  void it.restoreGeometry;
  // @ts-expect-error: not yet
  void it.setWindowFlags;
  // @ts-expect-error: not yet
  void it.setContextMenuPolicy;
  // @ts-expect-error: not yet
  void it.grabKeyboard;
  // @ts-expect-error: not yet
  void it.actions;
  // @ts-expect-error: not yet
  void it.removeAction;
  // @ts-expect-error: not yet
  void it.setTabOrder;
  // @ts-expect-error: not yet
  void it.setSizePolicy;
  // @ts-expect-error: not yet
  void it.setMask;
  void it.grab;
  // @ts-expect-error: not yet
  void it.screen;
}

/** Of QLabel. */
export function qLabel(it: Q.QLabel): void {
  void it.setText;
  void it.setPixmap;
  void it.setMovie;
  // @ts-expect-error: not yet
  void it.setBuddy;
  // @ts-expect-error: not yet
  void it.setAlignment;
  // @ts-expect-error: not yet
  void it.setWordWrap;
}

/** Of QPushButton. */
export function qPushButton(it: Q.QPushButton): void {
  // @ts-expect-error: not yet
  void it.setText;
  // @ts-expect-error: not yet
  void it.setMenu;
  // @ts-expect-error: not yet
  void it.setDefault;
  // @ts-expect-error: not yet
  void it.setIcon;
  void it.click;
}

/** Of QLineEdit. */
export function qLineEdit(it: Q.QLineEdit): void {
  void it.setText;
  // @ts-expect-error: not yet
  void it.setPlaceholderText;
  void it.setValidator;
  void it.setCompleter;
  // @ts-expect-error: not yet
  void it.setEchoMode;
  void it.selectAll;
  void it.addAction;
}

/** Of QPlainTextEdit. */
export function qPlainTextEdit(it: Q.QPlainTextEdit): void {
  void it.appendPlainText;
  void it.setPlainText;
  // @ts-expect-error: not yet
  void it.toPlainText;
  // @ts-expect-error: not yet
  void it.textCursor;
  // @ts-expect-error: not yet
  void it.document;
  // @ts-expect-error: not yet
  void it.setFont;
  // @ts-expect-error: not yet
  void it.setReadOnly;
  void it.zoomIn;
  void it.verticalScrollBar;
}

/** Of QTextEdit. */
export function qTextEdit(it: Q.QTextEdit): void {
  void it.append;
  void it.setHtml;
  // @ts-expect-error: not yet
  void it.toHtml;
  // @ts-expect-error: not yet
  void it.toPlainText;
  // @ts-expect-error: not yet
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
  // @ts-expect-error: not yet
  void it.itemData;
  // @ts-expect-error: not yet
  void it.findText;
  void it.clear;
  // @ts-expect-error: not yet
  void it.insertItem;
  // @ts-expect-error: not yet
  void it.setItemData;
}

/** Of QListWidget. */
export function qListWidget(it: Q.QListWidget): void {
  void it.addItem;
  void it.addItems;
  // @ts-expect-error: not yet
  void it.item;
  // @ts-expect-error: not yet
  void it.takeItem;
  // @ts-expect-error: not yet
  void it.selectedItems;
  // @ts-expect-error: not yet
  void it.currentItem;
  // @ts-expect-error: not yet
  void it.setItemWidget;
  // @ts-expect-error: not yet
  void it.setCurrentRow;
  void it.clear;
  void it.count;
}

/** Of QTableWidget. */
export function qTableWidget(it: Q.QTableWidget): void {
  // @ts-expect-error: not yet
  void it.setRowCount;
  // @ts-expect-error: not yet
  void it.setColumnCount;
  // @ts-expect-error: not yet
  void it.setItem;
  // @ts-expect-error: not yet
  void it.item;
  void it.setHorizontalHeaderLabels;
  // @ts-expect-error: not yet
  void it.setCellWidget;
  // @ts-expect-error: not yet
  void it.setColumnWidth;
  void it.horizontalHeader;
  void it.removeRow;
  // @ts-expect-error: not yet
  void it.sortItems;
  // @ts-expect-error: not yet
  void it.setSpan;
}

/** Of QTreeWidget. */
export function qTreeWidget(it: Q.QTreeWidget): void {
  // @ts-expect-error: not yet
  void it.addTopLevelItem;
  void it.setHeaderLabels;
  // @ts-expect-error: not yet
  void it.invisibleRootItem;
  // @ts-expect-error: not yet
  void it.currentItem;
  void it.expandAll;
  // @ts-expect-error: not yet
  void it.sortItems;
  // @ts-expect-error: not yet
  void it.setColumnWidth;
}

/** Of QTableView. */
export function qTableView(it: Q.QTableView): void {
  void it.setModel;
  // @ts-expect-error: not yet
  void it.setColumnWidth;
  void it.horizontalHeader;
  // @ts-expect-error: not yet
  void it.setSortingEnabled;
  void it.selectionModel;
  void it.resizeColumnsToContents;
  void it.setItemDelegate;
  // @ts-expect-error: not yet
  void it.setIndexWidget;
}

/** Of QHeaderView. */
export function qHeaderView(it: Q.QHeaderView): void {
  // @ts-expect-error: not yet
  void it.setSectionResizeMode;
  // @ts-expect-error: not yet
  void it.setStretchLastSection;
  // @ts-expect-error: not yet
  void it.resizeSection;
}

/** Of QTabWidget. */
export function qTabWidget(it: Q.QTabWidget): void {
  void it.addTab;
  void it.setCurrentIndex;
  // @ts-expect-error: not yet
  void it.setTabText;
  // @ts-expect-error: not yet
  void it.removeTab;
  // @ts-expect-error: not yet
  void it.insertTab;
  // @ts-expect-error: not yet
  void it.setTabToolTip;
  // @ts-expect-error: not yet
  void it.setTabsClosable;
}

/** Of QSplitter. */
export function qSplitter(it: Q.QSplitter): void {
  void it.addWidget;
  // @ts-expect-error: not yet
  void it.setSizes;
  // @ts-expect-error: not yet
  void it.setStretchFactor;
  // @ts-expect-error: not yet
  void it.sizes;
  // @ts-expect-error: not yet
  void it.saveState;
}

/** Of QStackedWidget. */
export function qStackedWidget(it: Q.QStackedWidget): void {
  void it.addWidget;
  void it.setCurrentIndex;
  // @ts-expect-error: not yet
  void it.currentWidget;
}

/** Of QDockWidget. */
export function qDockWidget(it: Q.QDockWidget): void {
  void it.setWidget;
  // @ts-expect-error: not yet
  void it.setAllowedAreas;
  // @ts-expect-error: not yet
  void it.setFloating;
}

/** Of QFormLayout. */
export function qFormLayout(it: Q.QFormLayout): void {
  void it.addRow;
  // @ts-expect-error: not yet
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
  // @ts-expect-error: not yet
  void it.setSpacing;
  // @ts-expect-error: not yet
  void it.insertWidget;
  void it.removeWidget;
  void it.count;
  // @ts-expect-error: not yet
  void it.itemAt;
}

/** Of QMenu. */
export function qMenu(it: Q.QMenu): void {
  void it.addAction;
  void it.addMenu;
  void it.addSeparator;
  void it.exec;
  void it.popup;
  // @ts-expect-error: not yet
  void it.clear;
}

/** Of QAction. */
export function qAction(it: Q.QAction): void {
  // @ts-expect-error: not yet
  void it.setShortcut;
  // @ts-expect-error: not yet
  void it.setCheckable;
  void it.trigger;
  // @ts-expect-error: not yet
  void it.setIcon;
  void it.setEnabled;
}

/** Of QShortcut. */
export function qShortcut(it: Q.QShortcut): void {
  // @ts-expect-error: not yet
  void it.setKey;
  void it.activated;
}

/** Of QButtonGroup. */
export function qButtonGroup(it: Q.QButtonGroup): void {
  void it.addButton;
  // @ts-expect-error: not yet
  void it.setExclusive;
  // @ts-expect-error: not yet
  void it.checkedButton;
  // @ts-expect-error: not yet
  void it.checkedId;
}

/** Of QTimer. */
export function qTimer(it: Q.QTimer): void {
  void it.start;
  void it.stop;
  // @ts-expect-error: not yet
  void it.setInterval;
  // @ts-expect-error: not yet
  void it.setSingleShot;
  void it.singleShot;
  // @ts-expect-error: not yet
  void it.isActive;
}

/** Of QSettings. */
export function qSettings(it: Q.QSettings): void {
  // @ts-expect-error: not yet
  void it.value;
  // @ts-expect-error: not yet
  void it.setValue;
  // @ts-expect-error: not yet
  void it.remove;
  // @ts-expect-error: not yet
  void it.contains;
  // @ts-expect-error: not yet
  void it.sync;
}

/** Of QSystemTrayIcon. */
export function qSystemTrayIcon(it: Q.QSystemTrayIcon): void {
  void it.show;
  // @ts-expect-error: not yet
  void it.setContextMenu;
  void it.showMessage;
  // @ts-expect-error: not yet
  void it.setIcon;
}

/** Of QClipboard. */
export function qClipboard(it: Q.QClipboard): void {
  void it.setText;
  void it.text;
  // @ts-expect-error: not yet
  void it.setPixmap;
  // @ts-expect-error: not yet
  void it.setImage;
  // @ts-expect-error: not yet
  void it.image;
  // @ts-expect-error: not yet
  void it.mimeData;
}

/** Of QProcess. */
export function qProcess(it: Q.QProcess): void {
  // @ts-expect-error: not yet
  void it.start;
  void it.write;
  // @ts-expect-error: not yet
  void it.readAllStandardOutput;
  // @ts-expect-error: not yet
  void it.waitForFinished;
  void it.kill;
}

/** Of QFileSystemModel. */
export function qFileSystemModel(it: Q.QFileSystemModel): void {
  void it.setRootPath;
  // @ts-expect-error: not yet
  void it.filePath;
  void it.index;
}

/** Of QSortFilterProxyModel. */
export function qSortFilterProxyModel(it: Q.QSortFilterProxyModel): void {
  // @ts-expect-error: not yet
  void it.setSourceModel;
  void it.setFilterRegularExpression;
  void it.mapToSource;
  // @ts-expect-error: not yet
  void it.setSortRole;
}

/** Of QStandardItemModel. */
export function qStandardItemModel(it: Q.QStandardItemModel): void {
  void it.appendRow;
  // @ts-expect-error: not yet
  void it.item;
  // @ts-expect-error: not yet
  void it.setItem;
  void it.setHorizontalHeaderLabels;
  // @ts-expect-error: not yet
  void it.takeRow;
}

/** Of QCompleter. */
export function qCompleter(it: Q.QCompleter): void {
  void it.setModel;
  // @ts-expect-error: not yet
  void it.setCompletionMode;
  // @ts-expect-error: not yet
  void it.setFilterMode;
}

/** Of QUndoStack. */
export function qUndoStack(it: Q.QUndoStack): void {
  // @ts-expect-error: not yet
  void it.push;
  void it.undo;
  void it.redo;
  // @ts-expect-error: not yet
  void it.beginMacro;
  // @ts-expect-error: not yet
  void it.createUndoAction;
}

/** Of QPropertyAnimation. */
export function qPropertyAnimation(it: Q.QPropertyAnimation): void {
  // @ts-expect-error: not yet
  void it.setTargetObject;
  // @ts-expect-error: not yet
  void it.setPropertyName;
  // @ts-expect-error: not yet
  void it.setStartValue;
  // @ts-expect-error: not yet
  void it.setEndValue;
  // @ts-expect-error: not yet
  void it.setDuration;
  void it.start;
  // @ts-expect-error: not yet
  void it.setEasingCurve;
}

/** Of QGraphicsScene. */
export function qGraphicsScene(it: Q.QGraphicsScene): void {
  void it.addItem;
  // @ts-expect-error: not yet
  void it.addRect;
  void it.addText;
  // @ts-expect-error: not yet
  void it.addEllipse;
  // @ts-expect-error: not yet
  void it.addLine;
  // @ts-expect-error: not yet
  void it.addPixmap;
  // @ts-expect-error: not yet
  void it.items;
}

/** Of QGraphicsView. */
export function qGraphicsView(it: Q.QGraphicsView): void {
  void it.setScene;
  // @ts-expect-error: not yet
  void it.fitInView;
  // @ts-expect-error: not yet
  void it.scale;
  // @ts-expect-error: not yet
  void it.setRenderHint;
}

/** Of QSplashScreen. */
export function qSplashScreen(it: Q.QSplashScreen): void {
  void it.showMessage;
  // @ts-expect-error: not yet
  void it.finish;
  // @ts-expect-error: not yet
  void it.setPixmap;
}

/** Of QTranslator. */
export function qTranslator(it: Q.QTranslator): void {
  // @ts-expect-error: not yet
  void it.load;
}

/** Of QApplication. */
export function qApplication(it: Q.QApplication): void {
  // @ts-expect-error: not yet
  void it.setStyle;
  // @ts-expect-error: not yet
  void it.setPalette;
  // @ts-expect-error: not yet
  void it.installTranslator;
  // @ts-expect-error: not yet
  void it.setFont;
  // @ts-expect-error: not yet
  void it.beep;
  // @ts-expect-error: not yet
  void it.setWindowIcon;
  void it.quit;
  void it.exec;
  void it.clipboard;
  // @ts-expect-error: not yet
  void it.screens;
  // @ts-expect-error: not yet
  void it.focusWidget;
  // @ts-expect-error: not yet
  void it.setOverrideCursor;
}

/** Of QWizard. */
export function qWizard(it: Q.QWizard): void {
  // @ts-expect-error: not yet
  void it.addPage;
  // @ts-expect-error: not yet
  void it.setField;
  void it.next;
}

/** Of QDialogButtonBox. */
export function qDialogButtonBox(it: Q.QDialogButtonBox): void {
  // @ts-expect-error: not yet
  void it.addButton;
  // @ts-expect-error: not yet
  void it.setStandardButtons;
  // @ts-expect-error: not yet
  void it.button;
}

/** Of QMessageBox. */
export function qMessageBox(it: Q.QMessageBox): void {
  // @ts-expect-error: not yet
  void it.setText;
  // @ts-expect-error: not yet
  void it.setInformativeText;
  void it.addButton;
  // @ts-expect-error: not yet
  void it.setStandardButtons;
  void it.exec;
  // @ts-expect-error: not yet
  void it.setIcon;
  // @ts-expect-error: not yet
  void it.clickedButton;
}

/** Of QFileDialog. */
export function qFileDialog(it: Q.QFileDialog): void {
  void it.selectedFiles;
  // @ts-expect-error: not yet
  void it.setNameFilter;
  // @ts-expect-error: not yet
  void it.setFileMode;
  void it.exec;
  void it.setDirectory;
}

/** Of QScrollArea. */
export function qScrollArea(it: Q.QScrollArea): void {
  void it.setWidget;
  // @ts-expect-error: not yet
  void it.setWidgetResizable;
  // @ts-expect-error: not yet
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
