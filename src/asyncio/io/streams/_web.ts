/** Streams of the web over a reader and a writer. */

/** What a `ReadableStream` takes its bytes from. */
export interface WebSource {
  /** Waits until there is something to take, or `isStale` says that the wait may end. */
  wait(isStale: () => boolean): Promise<void>;
  /** Takes bytes; `null` at the end. */
  take(): Uint8Array<ArrayBuffer> | null;
  /** The stream was cancelled. */
  close(): void;
}

/** Makes a stream that takes bytes only for a read that waits, so that none are left in it. */
export function readableOf(
  source: WebSource,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const isStale = (): boolean => !stream.locked;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await source.wait(isStale);
      // The reader was released meanwhile: the bytes are for the next read.
      if (isStale()) return;
      const chunk = source.take();
      if (chunk === null) controller.close();
      else controller.enqueue(chunk);
    },
    cancel() {
      source.close();
    },
  }, { highWaterMark: 0 });
  return stream;
}

/** What a `WritableStream` gives its bytes to. */
export interface WebSink {
  write(data: Uint8Array | string): void;
  drain(): PromiseLike<void>;
  end(): void;
  abort(): void;
}

/** Makes a stream that waits after each write until the sink has room. */
export function writableOf(sink: WebSink): WritableStream<Uint8Array | string> {
  return new WritableStream({
    async write(chunk) {
      sink.write(chunk);
      await sink.drain();
    },
    close() {
      sink.end();
    },
    abort() {
      sink.abort();
    },
  });
}
