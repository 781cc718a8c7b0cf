/**
 * A list of things to do: the rows are in TypeScript's hands, the window is written in QML.
 *
 *     deno run --allow-ffi examples/todo_qml.ts
 *
 * Type and press Enter to add, check what is done, remove what is done. Closing the window ends the program.
 *
 * @module
 */

import {
  type DynamicObject,
  ListModel,
  QGuiApplication,
  qmlClass,
  QmlEngine,
  run,
} from "../quick.ts";

/** One thing to do. */
export interface Todo {
  /** What it is. */
  title: string;
  /** Whether it is done. */
  done: boolean;
}

const TodoList = qmlClass("TodoList", {
  properties: { open: 0, todos: null as ListModel<Todo> | null },
  functions: {
    /** Whether there was anything to add. */
    add(text: string): boolean {
      const title = text.trim();
      if (title === "") return false;
      this.todos!.append({ title, done: false });
      return true;
    },
    remove(row: number): void {
      this.todos!.remove(row);
    },
  },
});

/** Opens the window; answers it and its rows. */
export async function openTodos(
  rows: readonly Todo[],
): Promise<{ todos: ListModel<Todo>; window: DynamicObject }> {
  const todos = new ListModel<Todo>(["title", "done"]);
  const list = new TodoList({ todos });
  const count = () => {
    list.open = todos.toArray().filter((todo) => !todo.done).length;
  };
  todos.countChanged.connect(count);
  todos.edited.connect(count); // a box was checked
  todos.reset(rows);

  const engine = new QmlEngine();
  engine.setContextProperty("todos", todos);
  engine.setContextProperty("list", list);
  const window = await engine.load(new URL("todo_qml.qml", import.meta.url));
  return { todos, window };
}

if (import.meta.main) {
  await using _app = new QGuiApplication();
  await run(async () => {
    await openTodos([
      { title: "Write a window in QML", done: true },
      { title: "Keep its rows in TypeScript", done: true },
      { title: "Water the plants", done: false },
    ]);
  }, { handleSigint: true });
}
