/**
 * The module that every Worker of a pool runs, as a `data:` URL: that needs no permission, wherever this package was
 * imported from.
 *
 * It is put together from the sources of functions that use nothing from around them.
 *
 * @module
 */

import { makeCodec } from "../shared/values.ts";
import { makeErrorToData } from "../shared/error_codec.ts";
import { LAYOUT } from "../shared/slots.ts";
import { workerMain } from "../worker/main.ts";

let url: URL | undefined;

/** The URL of the Workers' module. */
export function workerUrl(): URL {
  return url ??= new URL(
    `data:application/javascript,${encodeURIComponent(workerSource())}`,
  );
}

function workerSource(): string {
  return `import { workerData as setup } from "node:worker_threads";
const codec = (${makeCodec})();
const errorToData = (${makeErrorToData})();
const layout = ${JSON.stringify(LAYOUT)};
(${workerMain})({ layout, codec, errorToData, setup });
`;
}
