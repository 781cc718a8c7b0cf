/** The stress suite of asyncio's second level while a modal dialog is open. */

import { suite } from "../asyncio/net/stress.ts";
import { newLoop, withDialog } from "./_dialog.ts";

suite("dialog", newLoop, withDialog);
