/** What the options of TLS refuse. */

import { assertInstanceOf, assertStringIncludes } from "@std/assert";
import { certificates } from "../../_support/certificates.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import { type Around, declare, Recorder } from "./_support.ts";
import { here } from "./_tls.ts";

type ErrorType = new (message: string) => Error;

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(`${name} TLS options`, newLoop, around);
  const f = () => new Recorder();

  test("time limits must be positive numbers, and only with TLS", async (loop) => {
    // deno-lint-ignore no-explicit-any -- what a program without types may pass
    const any = loop as any;
    const { server: tls } = certificates();
    const makers = [
      (options: object) => any.createConnection(f, here, 1, options),
      (options: object) => any.createServer(f, here, 0, options),
      (options: object) => any.createUnixServer(f, "\0x", options),
      (options: object) => any.connectAcceptedSocket(f, { fd: 0 }, options),
    ];
    for (const make of makers) {
      for (const key of ["tlsHandshakeTimeout", "tlsShutdownTimeout"]) {
        for (
          const [value, ErrorClass] of [
            [0, RangeError],
            [-10, RangeError],
            [NaN, RangeError],
            [Infinity, RangeError],
            ["1", TypeError],
          ] as [unknown, ErrorType][]
        ) {
          const error = await thrownBy(make({ tls, [key]: value })) as Error;
          assertInstanceOf(error, ErrorClass);
          assertStringIncludes(error.message, key);
        }
        const error = await thrownBy(make({ [key]: 1000 })) as Error;
        assertInstanceOf(error, TypeError);
        assertStringIncludes(error.message, `${key} is only meaningful`);
      }
    }
  });

  test("wrong options are refused with the parameter's name", async (loop) => {
    // deno-lint-ignore no-explicit-any -- what a program without types may pass
    const any = loop as any;
    const { server, client, ca } = certificates();
    const connect = (options: object, host: string | null = here) =>
      any.createConnection(f, host, 1, options);
    const serve = (tls: unknown) => any.createServer(f, here, 0, { tls });
    const { InvalidData } = Deno.errors;
    const refused: [PromiseLike<unknown>, ErrorType, string][] = [
      [connect({ serverHostname: "x" }), TypeError, "serverHostname"],
      [connect({ tls: true }, null), TypeError, "serverHostname"],
      [
        any.createConnection(f, null, null, { sock: { fd: 0 }, tls: true }),
        TypeError,
        "serverHostname",
      ],
      [
        any.createUnixConnection(f, "\0x", { tls: true }),
        TypeError,
        "serverHostname",
      ],
      [
        connect({ tls: true, serverHostname: "" }),
        TypeError,
        "serverHostname",
      ],
      [
        connect({ tls: true, serverHostname: 5 }),
        TypeError,
        "serverHostname",
      ],
      [connect({ tls: 5 }), TypeError, "tls"],
      [connect({ tls: null }), TypeError, "tls"],
      [connect({ tls: { requestCert: true } }), TypeError, "requestCert"],
      [connect({ tls: { caCerts: ca } }), TypeError, "tls.caCerts"],
      [connect({ tls: { caCerts: ["x"] } }), InvalidData, "tls.caCerts[0]"],
      [
        connect({ tls: { alpnProtocols: [5] } }),
        TypeError,
        "tls.alpnProtocols",
      ],
      [connect({ tls: { cert: client.cert } }), TypeError, "tls.key"],
      [connect({ tls: { minVersion: "TLSv1" } }), TypeError, "minVersion"],
      [serve(true), TypeError, "tls"],
      [serve({}), TypeError, "tls.cert"],
      [serve({ cert: server.cert }), TypeError, "tls.key"],
      [serve({ ...server, requestCert: true }), TypeError, "tls.caCerts"],
      [
        serve({ cert: server.cert, key: client.key }),
        InvalidData,
        "tls.key is not the key of tls.cert",
      ],
      [serve({ cert: "x", key: server.key }), InvalidData, "tls.cert"],
      [serve({ cert: server.cert, key: "x" }), InvalidData, "tls.key"],
      [
        any.startTls(5, f(), true, { serverHostname: "x" }),
        TypeError,
        "transport",
      ],
      [any.startTls(5, f(), true), TypeError, "serverHostname"],
      [
        any.startTls(5, f(), server, { serverSide: true, serverHostname: "x" }),
        TypeError,
        "serverHostname",
      ],
    ];
    for (const [made, ErrorClass, part] of refused) {
      const error = await thrownBy(made) as Error;
      assertInstanceOf(error, ErrorClass, `${part}: ${error}`);
      assertStringIncludes(error.message, part);
    }
  });
}
