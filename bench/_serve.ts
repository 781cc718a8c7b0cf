/**
 * Requests a second of a web server, with and without a Qt beside it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { isOnPath } from "../tools/process.ts";
import { type Figures, isSmoke, pause } from "./_program.ts";

/**
 * Measures `qt/serve.ts`.
 *
 * @param mode What Qt does meanwhile: not there, idle, or busy.
 */
export async function serve(mode: "plain" | "idle" | "busy"): Promise<Figures> {
  const program = fileURLToPath(new URL("qt/serve.ts", import.meta.url));
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, mode],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const input = server.stdin.getWriter();
  const line = async (): Promise<string> => {
    const { value } = await output.read();
    if (value === undefined) throw new Error("The server has ended too early");
    return value;
  };
  const url = `http://127.0.0.1:${Number(await line())}/`;
  await load(url, 1);
  await input.write(new Uint8Array(1));
  const requests = await load(url, 3);
  await input.write(new Uint8Array(1));
  const turns = JSON.parse(await line())["turns /s"];
  await input.close();
  await output.cancel();
  await server.status;
  if (mode === "plain") return { "Deno.serve, requests /s": requests };
  if (mode === "idle") {
    return { "Deno.serve beside an idle Qt, requests /s": requests };
  }
  return {
    "Deno.serve beside a busy Qt, requests /s": requests,
    "QTimer(0) beside a busy Deno.serve, turns /s": turns,
  };
}

async function load(url: string, seconds: number): Promise<number> {
  if (isSmoke()) return await fetched(url);
  if (!isOnPath("wrk")) throw new Error("wrk is not installed");
  const { stdout } = await new Deno.Command("wrk", {
    args: ["-t1", "-c32", `-d${seconds}`, url],
  }).output();
  const text = new TextDecoder().decode(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
}

/** A few requests of this process: slow, but there without wrk. */
async function fetched(url: string): Promise<number> {
  const begin = performance.now();
  let requests = 0;
  while (requests < 50) {
    const response = await fetch(url);
    if (await response.text() !== "Hello") throw new Error("A wrong answer");
    requests++;
  }
  await pause(50);
  return requests / (performance.now() - begin) * 1000;
}
