/**
 * A diagram: boxes that are dragged, lines that follow, and every step can be undone.
 *
 *     deno run --allow-ffi examples/diagram.ts
 *
 * @module
 */

import {
  QApplication,
  QGraphicsItem,
  type QGraphicsItemGraphicsItemChange,
  QGraphicsLineItem,
  QGraphicsScene,
  type QGraphicsSceneMouseEvent,
  QGraphicsView,
  QMainWindow,
  type QPainter,
  QPointF,
  QRectF,
  type QStyleOptionGraphicsItem,
  QUndoCommand,
  QUndoStack,
  run,
} from "../widgets.ts";
import { AlignmentFlag } from "../enums.ts";

const AREA = new QRectF(-50, -20, 100, 40);

/** A line between two boxes. */
export class Connection extends QGraphicsLineItem {
  readonly #ends: readonly [Box, Box];

  /** Connects two boxes. */
  constructor(from: Box, to: Box) {
    super();
    this.#ends = [from, to];
    this.setZValue(-1);
    this.setPen("steelblue");
    for (const end of this.#ends) end.connections.push(this);
    this.follow();
  }

  /** Goes where its ends are. */
  follow(): void {
    const [from, to] = this.#ends.map((end) => end.pos());
    this.setLine(from!.x, from!.y, to!.x, to!.y);
  }
}

/** A box with a text. */
export class Box extends QGraphicsItem {
  /** The lines that end here. */
  readonly connections: Connection[] = [];
  readonly #text: string;
  readonly #moved: (box: Box, from: QPointF) => void;
  #from = new QPointF(0, 0);

  /** @param moved Called when it has been dragged, with where it was before. */
  constructor(text: string, moved: (box: Box, from: QPointF) => void) {
    super();
    this.#text = text;
    this.#moved = moved;
    this.setFlags("ItemIsMovable|ItemIsSelectable|ItemSendsGeometryChanges");
  }

  override boundingRect(): QRectF {
    return AREA;
  }

  override paint(painter: QPainter, _option: QStyleOptionGraphicsItem): void {
    painter.setPen(this.isSelected() ? "tomato" : "steelblue");
    painter.setBrush("aliceblue");
    painter.drawRoundedRect(AREA, 6, 6);
    painter.setPen("black");
    painter.drawText(AREA, AlignmentFlag.AlignCenter, this.#text);
  }

  protected override itemChange(
    change: QGraphicsItemGraphicsItemChange,
    value: unknown,
  ): unknown {
    if (change === "ItemPositionHasChanged") {
      for (const line of this.connections) line.follow();
    }
    return super.itemChange(change, value);
  }

  protected override mousePressEvent(event: QGraphicsSceneMouseEvent): void {
    this.#from = this.pos();
    super.mousePressEvent(event);
  }

  protected override mouseReleaseEvent(event: QGraphicsSceneMouseEvent): void {
    super.mouseReleaseEvent(event);
    const { x, y } = this.pos();
    if (x !== this.#from.x || y !== this.#from.y) this.#moved(this, this.#from);
  }
}

/** That a box has been moved. */
class Move extends QUndoCommand {
  readonly #box: Box;
  readonly #from: QPointF;
  readonly #to: QPointF;

  constructor(box: Box, from: QPointF) {
    super("the move");
    [this.#box, this.#from, this.#to] = [box, from, box.pos()];
  }

  override undo(): void {
    this.#box.setPos(this.#from);
  }

  override redo(): void {
    this.#box.setPos(this.#to);
  }
}

/** That a box and a line to it have been added. */
class Add extends QUndoCommand {
  readonly #scene: QGraphicsScene;
  readonly #items: readonly QGraphicsItem[];

  constructor(scene: QGraphicsScene, items: readonly QGraphicsItem[]) {
    super("the box");
    [this.#scene, this.#items] = [scene, items];
  }

  override undo(): void {
    for (const item of this.#items) this.#scene.removeItem(item);
  }

  override redo(): void {
    for (const item of this.#items) this.#scene.addItem(item);
  }
}

/** The window. */
export function diagram(): QMainWindow {
  const window = new QMainWindow({ windowTitle: "Diagram" });
  const scene = new QGraphicsScene({
    sceneRect: new QRectF(-220, -140, 440, 280),
  }, window);
  const stack = new QUndoStack(window);
  const boxes: Box[] = [];
  const moved = (box: Box, from: QPointF) => stack.push(new Move(box, from));
  const add = () => {
    const box = new Box(`Box ${boxes.length + 1}`, moved);
    const last = boxes.at(-1);
    const { x, y } = last?.pos() ?? new QPointF(-230, -160);
    box.setPos(x + 90, y + 70);
    stack.push(new Add(scene, last ? [box, new Connection(last, box)] : [box]));
    boxes.push(box);
  };
  const view = new QGraphicsView();
  view.setScene(scene);
  view.renderHints = "Antialiasing";
  window.setCentralWidget(view);
  const tools = window.addToolBar("Edit");
  tools.addAction("Add a box", "Ctrl+N").triggered.connect(add);
  for (
    const [action, keys] of [
      [stack.createUndoAction(stack), "Ctrl+Z"],
      [stack.createRedoAction(stack), "Ctrl+Shift+Z"],
    ] as const
  ) {
    action.shortcut = keys;
    tools.addAction(action);
  }
  window.resize(480, 360);
  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  diagram().show();
  await run();
}
