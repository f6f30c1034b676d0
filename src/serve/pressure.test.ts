import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { fromBytes, toBytes } from "../contract/bytes";
import type { Envelope, LabVerbs } from "../contract/contract";
import { mostFrameBytes, type ToPage } from "../contract/frames";
import { temporaryFolder } from "../lab/testing";
import { type Behind, Connection } from "./connection";
import { openServer, TestPage, type TestServer } from "./testing";

/** Who would use up what the lab has: connections, memory, requests. */

const folder = temporaryFolder();
let server: TestServer;
beforeAll(async () => {
  server = await openServer(join(folder.path, "home"), { idleMs: 300 });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** What these connections do not come to. */
const unused: Omit<Behind, "verbs"> = {
  positionNow: () => ({ start: "start", number: 0 }),
  onFailure: () => undefined,
  onDropped: () => Promise.resolve(),
  onPasted: () => Promise.resolve(),
};

/** Sends this and waits, without another word, until the lab ends the connection. */
async function answerUntilCutOff(text: string): Promise<string> {
  const socket = connect(Number(new URL(server.origin).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (part) => (answer += String(part)));
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return answer;
}

const host = () => new URL(server.origin).host;

test.each([
  ["nothing at all", () => ""],
  ["half a request", () => "GET / HT"],
  ["headers without an end", () => `GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Slow: a`],
])("who connects and sends %s is cut off (slowloris)", async (_, text) => {
  const answer = await answerUntilCutOff(text());
  expect(answer).toMatch(/^($|HTTP\/1\.1 408 )/);
});

test.each([
  ["a stranger", () => ({ Host: host(), Origin: server.origin }), 401],
  [
    "another site's page",
    () => ({ Host: host(), Cookie: server.cookie, Origin: "http://other.example" }),
    403,
  ],
  ["another name", () => ({ Host: "other.example" }), 421],
])(
  "%s who announces a large body and sends none of it is refused and cut off",
  async (_, headersOf, status) => {
    const headers = Object.entries({ ...headersOf(), "Content-Length": "1000000000" });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const answer = await answerUntilCutOff(`PUT /uploads/0/x.csv HTTP/1.1\r\n${lines}\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  },
);

test.each(["h2c", "TLS/1.0", "websockets"])(
  "who asks for another protocol (%s) is refused and cut off",
  async (protocol) => {
    const answer = await answerUntilCutOff(
      `GET / HTTP/1.1\r\nHost: ${host()}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test("endless headers are refused", async () => {
  const answer = await answerUntilCutOff(
    `GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Long: ${"a".repeat(100_000)}`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

test("a frame above the limit ends its connection before it is in memory, and the lab goes on", async () => {
  const page = await TestPage.connect(server);
  const closed = once(page.socket, "close");
  // The header of a masked binary frame, which announces one byte too many (RFC 6455, 5.2).
  const header = Buffer.alloc(14);
  header.set([0x82, 0xff]);
  header.writeBigUInt64BE(BigInt(mostFrameBytes + 1), 2);
  (page.socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(header);
  expect((await closed)[0]).toBe(1009);
  await expectAlive();
});

test("requests of one page above the limit are refused by name, each with an answer, until others are answered", async () => {
  let letGo: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const verbs = { describeLab: () => held.then(() => ({})) } as unknown as LabVerbs;
  const answers: Envelope<unknown>[] = [];
  const page = new Connection(
    {
      send(bytes) {
        const frame = fromBytes(bytes) as ToPage;
        if (frame.type === "answer") answers.push(frame.envelope);
      },
      waiting: 0,
      close: (code) => expect.unreachable(`closed: ${code}`),
    },
    { ...unused, verbs: () => verbs },
  );
  for (let id = 1; id <= 1200; id++)
    page.take(toBytes({ type: "call", id, verb: "describeLab", request: {} }));
  expect(answers).toHaveLength(200);
  for (const answer of answers) expect(answer).toMatchObject({ failure: { code: "tooManyRequests" } });
  letGo?.();
  await expect.poll(() => answers.length).toBe(1200);
  page.take(toBytes({ type: "call", id: 1201, verb: "describeLab", request: {} }));
  await expect.poll(() => answers.length).toBe(1201);
  expect(JSON.stringify(answers[1200])).not.toContain("tooManyRequests");
});

test("pages above the limit are told to come again later; once one leaves, another one may come", async () => {
  const pages: TestPage[] = [];
  while (pages.length < 100) pages.push(await TestPage.connect(server));
  const late = new WebSocket(`${server.origin.replace("http", "ws")}/lab`, {
    headers: { Cookie: server.cookie },
    origin: server.origin,
  });
  expect((await once(late, "close"))[0]).toBe(1013);
  const left = once(pages[0]!.socket, "close");
  pages[0]!.socket.close();
  await left;
  await expect.poll(() => expectAlive().then(() => "let in", String)).toBe("let in");
  for (const page of pages.slice(1)) page.socket.close();
});

async function expectAlive(): Promise<void> {
  const page = await TestPage.connect(server);
  expect(await page.call("describeLab", {})).toMatchObject({ ok: true });
  page.socket.close();
}
