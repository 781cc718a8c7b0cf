/**
 * Gets the library ready that calls the members of Qt Network's headers.
 *
 * @module
 */

import { prefetch } from "./search.ts";

await prefetch("qtasyncio_api_network");
