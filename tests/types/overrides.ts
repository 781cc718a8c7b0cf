/**
 * What compiles in a class that overrides virtual functions of Qt's, and what must not. Nothing here runs: `deno check`
 * is the test, and a line after `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  QAbstractItemModel,
  QAbstractListModel,
  type QEvent,
  QGraphicsItem,
  type QKeyEvent,
  type QModelIndex,
  type QObject,
  type QPainter,
  type QPaintEvent,
  type QRect,
  QRectF,
  QSize,
  QSortFilterProxyModel,
  QStyledItemDelegate,
  type QStyleOptionGraphicsItem,
  type QStyleOptionViewItem,
  QSyntaxHighlighter,
  type QTextDocument,
  type QTimerEvent,
  QUndoCommand,
  QValidator,
  type QValidatorState,
  QWidget,
} from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

/** Events, properties and public functions of a widget; each calls Qt's own. */
export class Canvas extends QWidget {
  override paintEvent(event: QPaintEvent): void {
    is<Same<ReturnType<typeof event.rect>, QRect>>();
    super.paintEvent(event);
  }
  protected override keyPressEvent(event: QKeyEvent): void {
    super.keyPressEvent(event);
  }
  override get sizeHint(): QSize {
    return super.sizeHint;
  }
  override heightForWidth(width: number): number {
    return super.heightForWidth(width);
  }
  override event(event: QEvent): boolean {
    return super.event(event);
  }
  override eventFilter(watched: QObject, event: QEvent): boolean {
    return super.eventFilter(watched, event);
  }
  override timerEvent(event: QTimerEvent): void {
    super.timerEvent(event);
  }
}

/** Misspelt, or of another type than Qt's. */
export class Wrong extends QWidget {
  // @ts-expect-error -- there is no such function
  override paintEvnt(): void {}
  // @ts-expect-error -- it gets a QPaintEvent
  override paintEvent(event: string): void {
    void event;
  }
  // @ts-expect-error -- it returns a QSize
  override get sizeHint(): string {
    return "large";
  }
  // @ts-expect-error -- a property is overridden by what reads it
  override minimumSizeHint(): QSize {
    return new QSize(1, 1);
  }
  // @ts-expect-error -- it returns a number
  override heightForWidth(): string {
    return "1";
  }
  // @ts-expect-error -- Qt waits for no promise
  override async event(): Promise<boolean> {
    return await Promise.resolve(true);
  }
  // @ts-expect-error -- without `override`, a reader does not see that it is one
  resizeEvent(): void {}
}

/** A model, with its protected functions and the constructors of the abstract class. */
export class Rows extends QAbstractListModel {
  constructor(parent?: QObject) {
    super(parent);
  }
  override rowCount(parent?: QModelIndex): number {
    return parent?.isValid() === true ? 0 : 3;
  }
  override data(index: QModelIndex, role?: number): unknown {
    return role === 0 ? index.row : null;
  }
  add(): void {
    this.beginInsertRows(this.index(0, 0), 0, 1);
    this.endInsertRows();
  }
}

/** What only the class and those that extend it may call. */
export function protects(canvas: Canvas, rows: Rows, event: QKeyEvent): void {
  // @ts-expect-error -- it is protected
  canvas.keyPressEvent(event);
  // @ts-expect-error -- it is protected
  rows.endInsertRows();
  // @ts-expect-error -- it is abstract
  new QAbstractListModel();
  // @ts-expect-error -- it is abstract
  new QAbstractItemModel();
  // @ts-expect-error -- it is abstract
  new QGraphicsItem();
  // @ts-expect-error -- its parent is an object
  new Rows(3);
}

/** The others that users extend most. */
export class Proxy extends QSortFilterProxyModel {
  override filterAcceptsRow(row: number, parent: QModelIndex): boolean {
    return super.filterAcceptsRow(row, parent);
  }
  override lessThan(left: QModelIndex, right: QModelIndex): boolean {
    return left.row < right.row;
  }
}

/** Paints and edits cells. */
export class Delegate extends QStyledItemDelegate {
  override paint(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex,
  ): void {
    super.paint(painter, option, index);
  }
  override createEditor(parent: QWidget): QWidget {
    return new QWidget({}, parent);
  }
}

/** By the constructor of an abstract class that has arguments. */
export class Highlighter extends QSyntaxHighlighter {
  constructor(document: QTextDocument) {
    super(document);
  }
  override highlightBlock(text: string): void {
    this.setFormat(0, text.length, "red");
  }
}

/** With a tuple where Qt's function changes its arguments. */
export class Letters extends QValidator {
  override validate(
    text: string,
    place: number,
  ): [QValidatorState, string, number] {
    return ["Acceptable", text, place];
  }
}

/** An item, which is no QObject. */
export class Item extends QGraphicsItem {
  constructor(parent?: QGraphicsItem) {
    super(parent);
  }
  override boundingRect(): QRectF {
    return new QRectF(0, 0, 1, 1);
  }
  override paint(painter: QPainter, option: QStyleOptionGraphicsItem): void {
    painter.drawRect(option.rect);
  }
}

/** A command. */
export class Command extends QUndoCommand {
  override redo(): void {
    super.redo();
  }
}
