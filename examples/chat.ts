/**
 * A chat: a server, and windows that talk to each other through it.
 *
 *     deno run --allow-ffi --allow-net=127.0.0.1 examples/chat.ts              a server with two windows
 *     deno run --allow-ffi --allow-net examples/chat.ts NAME HOST:PORT         one window more
 *
 * Lines of text go both ways; the first line of a client is its name. A window whose server is away tries again.
 *
 * @module
 */

import {
  build,
  createTask,
  QApplication,
  QLabel,
  QLineEdit,
  QListWidget,
  QVBoxLayout,
  QWidget,
  run,
  sleep,
  state,
  timeout,
} from "../widgets.ts";
import {
  openConnection,
  type Server,
  startServer,
  type StreamReader,
  type StreamWriter,
} from "../net.ts";

/** How many bytes may wait for a client that does not read; then it is dropped. */
const PATIENCE = 1 << 20;

/** How long a window waits for its server, and until it tries again, in milliseconds. */
const RETRY = 2000;

/** Passes what each client says to all of them. */
export class ChatServer {
  readonly #writers = new Set<StreamWriter>();

  /** Begins to listen. */
  listen(port: number): PromiseLike<Server> {
    return startServer(
      (...streams) => this.#serve(...streams),
      "127.0.0.1",
      port,
    );
  }

  /** How many clients there are. */
  get size(): number {
    return this.#writers.size;
  }

  async #serve(reader: StreamReader, writer: StreamWriter): Promise<void> {
    await using _ = writer;
    const lines = reader.lines();
    const { value: name } = await lines.next();
    if (!name) return;
    this.#writers.add(writer);
    try {
      this.#tell(`${name} has come`);
      for await (const line of lines) this.#tell(`${name}: ${line}`);
    } catch {
      // The client is gone, or says too much in one line.
    } finally {
      this.#writers.delete(writer);
      this.#tell(`${name} has left`);
    }
  }

  #tell(line: string): void {
    for (const writer of this.#writers) {
      writer.write(`${line}\n`);
      if (writer.transport.getWriteBufferSize() > PATIENCE) {
        writer.transport.abort();
      }
    }
  }
}

/** A window of the chat. */
export class ChatWindow {
  readonly status = state("connecting …");
  readonly list = new QListWidget();
  readonly field = build(QLineEdit, {
    placeholderText: "Say something",
    returnPressed: () => this.#say(),
  });
  readonly window: QWidget;
  #writer: StreamWriter | null = null;

  constructor(
    readonly name: string,
    readonly host: string,
    readonly port: number,
  ) {
    this.window = build(
      QWidget,
      { windowTitle: `Chat: ${name}` },
      build(
        QVBoxLayout,
        {},
        this.list,
        this.field,
        build(QLabel, { text: this.status }),
      ),
    );
  }

  /** Keeps connected until it is cancelled. */
  async talk(): Promise<never> {
    for (;;) {
      try {
        const [reader, writer] = await timeout(
          RETRY,
          () => openConnection(this.host, this.port),
        );
        await using _ = this.#writer = writer;
        writer.write(`${this.name}\n`);
        this.status.value = `connected to ${this.host}:${this.port}`;
        for await (const line of reader.lines()) this.#show(line);
        this.status.value = "the server has gone; trying again …";
      } catch (error) {
        this.status.value = `${(error as Error).message}; trying again …`;
      }
      this.#writer = null;
      await sleep(RETRY);
    }
  }

  #show(line: string): void {
    this.list.addItem(line);
    this.list.scrollToBottom();
  }

  #say(): void {
    if (this.#writer === null || this.field.text === "") return;
    this.#writer.write(`${this.field.text}\n`);
    this.field.clear();
  }
}

if (import.meta.main) {
  await using _app = new QApplication();
  await run(async () => {
    const [name, address] = Deno.args;
    const server = name === undefined ? await new ChatServer().listen(0) : null;
    const own = server?.sockets[0] as Deno.NetAddr | undefined;
    const [host, port] = address?.split(":") ?? [own!.hostname, own!.port];
    for (const each of name === undefined ? ["Ada", "Bob"] : [name]) {
      const chat = new ChatWindow(each, host!.toString(), Number(port));
      chat.window.show();
      void createTask(() => chat.talk());
    }
  }, { handleSigint: true });
}
