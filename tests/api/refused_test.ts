/** What Qt does not look at, although it would crash, or hang: the calls of its headers' members refuse it. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  QCalendarWidget,
  QColormap,
  QDialog,
  QFormLayout,
  QFrame,
  QGraphicsGridLayout,
  QGraphicsItemGroup,
  QGraphicsLinearLayout,
  QGraphicsRectItem,
  QGridLayout,
  QItemSelectionRange,
  QLabel,
  QLCDNumber,
  QLineEdit,
  QListWidget,
  QLocale,
  QMenuBar,
  QPainterPath,
  QRandomGenerator64,
  QScrollArea,
  QSplitter,
  QStandardItem,
  QStandardItemModel,
  QStylePainter,
  QTableWidget,
  QTabWidget,
  QTextBrowser,
  QTextCharFormat,
  QTreeWidget,
  QTreeWidgetItem,
  QVBoxLayout,
  QVersionNumber,
  QWidget,
} from "../../widgets.ts";
import { QSslSocket, QTcpServer } from "../../network.ts";
import { onWidgets } from "../_support/probe.ts";

const HUGE = 2 ** 31 - 1;
const INTO_ITSELF = "Cannot put an object into itself, or into what is in it";

/** Each puts an object into itself, or into what is in it. */
const ROUND: Record<string, () => unknown> = {
  "QScrollArea.setCornerWidget()": () => {
    const area = new QScrollArea();
    area.setCornerWidget(area);
  },
  "QScrollArea.setViewport()": () => {
    const outer = new QWidget();
    new QScrollArea({}, outer).setViewport(outer);
  },
  "QTabWidget.setCornerWidget()": () => {
    const tabs = new QTabWidget();
    tabs.setCornerWidget(tabs);
  },
  "QMenuBar.setCornerWidget()": () => {
    const bar = new QMenuBar();
    bar.setCornerWidget(bar);
  },
  "QSplitter.replaceWidget()": () => {
    const splitter = new QSplitter();
    splitter.addWidget(new QLabel());
    splitter.replaceWidget(0, splitter);
  },
  "QListWidget.setItemWidget()": () => {
    const list = new QListWidget();
    list.addItems(["a"]);
    list.setItemWidget(list.item(0)!, list);
  },
  "QTableWidget.setCellWidget()": () => {
    const table = new QTableWidget(1, 1);
    table.setCellWidget(0, 0, table);
  },
  "QTreeWidgetItem.addChild()": () => {
    const [outer, inner] = [new QTreeWidgetItem(), new QTreeWidgetItem()];
    outer.addChild(inner);
    inner.addChild(outer);
  },
  "QStandardItem.appendRow()": () => {
    const [outer, inner] = [new QStandardItem("a"), new QStandardItem("b")];
    outer.appendRow(inner);
    inner.appendRow(outer);
  },
  "QGraphicsRectItem.setParentItem()": () => {
    const [outer, inner] = [new QGraphicsRectItem(), new QGraphicsRectItem()];
    inner.setParentItem(outer);
    outer.setParentItem(inner);
  },
  "QGraphicsItemGroup.addToGroup()": () => {
    const group = new QGraphicsItemGroup();
    group.addToGroup(group);
  },
};

Deno.test("no object is put into itself, or into what is in it", () =>
  onWidgets(() => {
    for (const [name, put] of Object.entries(ROUND)) {
      assertThrows(put, RangeError, INTO_ITSELF, name);
    }
  }));

/** Each names a place that there is not, or more of something than memory holds. */
const OUTSIDE: Record<string, () => unknown> = {
  "QBoxLayout.insertStretch()": () => new QVBoxLayout().insertStretch(5000),
  "QBoxLayout.insertItem()": () =>
    new QVBoxLayout().insertLayout(1, new QVBoxLayout()),
  "QFormLayout.setWidget()": () =>
    new QFormLayout().setWidget(HUGE, "FieldRole", new QLabel()),
  "QFormLayout.isRowVisible()": () => new QFormLayout().isRowVisible(0),
  "QGridLayout.rowStretch()": () => new QGridLayout().rowStretch(5000),
  "QGridLayout.setColumnMinimumWidth()": () =>
    new QGridLayout().setColumnMinimumWidth(-1, 5),
  "QGraphicsGridLayout.setRowSpacing()": () =>
    new QGraphicsGridLayout().setRowSpacing(HUGE, 1),
  "QGraphicsLinearLayout.setItemSpacing()": () =>
    new QGraphicsLinearLayout().setItemSpacing(5000, 1),
  "QColormap.instance()": () => QColormap.instance(5000),
  "QLCDNumber()": () => new QLCDNumber(2 ** 32 - 1),
  "QLineEdit.cursorForward()": () => new QLineEdit().cursorForward(false, HUGE),
  "QPainterPath.reserve()": () => new QPainterPath().reserve(HUGE),
  "QStandardItem()": () => new QStandardItem(HUGE, 2),
  "QStandardItem.setChild()": () =>
    new QStandardItem().setChild(HUGE, 0, new QStandardItem()),
  "QStandardItemModel()": () => new QStandardItemModel(1_000_000, 1_000_000),
  "QStandardItemModel.setItem()": () =>
    new QStandardItemModel().setItem(-1, 0, new QStandardItem()),
  "QStandardItemModel.setRowCount()": () =>
    new QStandardItemModel().setRowCount(HUGE),
  "QTableWidget()": () => new QTableWidget(HUGE, HUGE),
  "QTableWidget.setColumnCount()": () =>
    new QTableWidget().setColumnCount(HUGE),
  "QTreeWidget.setColumnCount()": () => new QTreeWidget().setColumnCount(HUGE),
  "QTreeWidgetItem.setText()": () => new QTreeWidgetItem().setText(HUGE, "x"),
  "QTextBrowser.historyTitle()": () => new QTextBrowser().historyTitle(1),
  "QLocale.toCurrencyString()": () =>
    QLocale.c().toCurrencyString(1.5, "x", HUGE),
  "QVersionNumber.segmentAt()": () => new QVersionNumber().segmentAt(-1),
  "QRandomGenerator64.discard()": () =>
    new QRandomGenerator64().discard(2n ** 63n),
};

Deno.test("places that there are not, and sizes that no memory holds, are refused", () =>
  onWidgets(() => {
    for (const [name, call] of Object.entries(OUTSIDE)) {
      assertThrows(call, RangeError, undefined, name);
    }
    // What is next to it is taken.
    const layout = new QVBoxLayout();
    layout.insertStretch(-1);
    layout.insertStretch(1);
    assertEquals(layout.count(), 2);
    const model = new QStandardItemModel(2, 3);
    model.setItem(4, 5, new QStandardItem("x"));
    assertEquals([model.rowCount(), model.columnCount()], [5, 6]);
    assertEquals(new QVersionNumber(6, 4).segmentAt(9), 0);
  }));

/** Each uses what is not ready for it. */
const NOT_READY: Record<string, () => unknown> = {
  "QStylePainter.drawItemText()": () =>
    new QStylePainter().drawItemText(
      { x: 0, y: 0, width: 1, height: 1 },
      0,
      new QWidget().palette,
      true,
      "x",
    ),
  "QItemSelectionRange.intersected()": () =>
    new QItemSelectionRange().intersected(new QItemSelectionRange()),
  "QTcpServer.pauseAccepting()": () => new QTcpServer().pauseAccepting(),
  "QSslSocket.startServerEncryption()": () =>
    new QSslSocket().startServerEncryption(),
  "QWidget.mapTo()": () => new QWidget().mapTo(new QWidget(), { x: 1, y: 1 }),
  "QTextCharFormat.fontFamily()": () => {
    const format = new QTextCharFormat();
    format.setFontFamilies([]);
    format.fontFamily();
  },
};

Deno.test("what is not ready for a call refuses it", () =>
  onWidgets(() => {
    for (const [name, call] of Object.entries(NOT_READY)) {
      assertThrows(call, RangeError, undefined, name);
    }
  }));

Deno.test("a number below the first enumerator, or with bits of no flag, is refused", () =>
  onWidgets(() => {
    const calendar = new QCalendarWidget();
    assertThrows(
      () => calendar.weekdayTextFormat(0 as never),
      TypeError,
      "expected Qt::DayOfWeek",
    );
    calendar.weekdayTextFormat(1 as never);
    assertThrows(() => new QDialog(null, 5000 as never), TypeError);
    assertThrows(() => new QFrame(null, 5000 as never), TypeError);
  }));
