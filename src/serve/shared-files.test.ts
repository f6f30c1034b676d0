import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SharedFilesOverHttp } from "../artifacts/shared-files-over-http";
import { failureOf, temporaryFolder } from "../lab/testing";
import { askAsAttacker, type Asked, openServer, type TestServer } from "./testing";
import { WorkerTokens } from "./worker-tokens";

const folder = temporaryFolder();
const home = join(folder.path, "home");
const tokens = new WorkerTokens(join(home, "worker-tokens.json"));
const files = join(home, "shared", "files");
const content = randomBytes(3_000_000);
const hash = createHash("sha256").update(content).digest("hex");
const run = "run-1";
let server: TestServer;
let token: string;
let shared: SharedFilesOverHttp;
beforeAll(async () => {
  mkdirSync(home);
  server = await openServer(home, { mostSharedGigabytes: 0.01, idleMs: 300 });
  token = await tokens.make("machine-1");
  shared = new SharedFilesOverHttp(server.origin, token, { pauses: [50, 50] });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const bearer = (given = token) => ({ Authorization: `Bearer ${given}` });
const ask = (asked: Asked) => askAsAttacker(asked, server.origin);
/** How much of the file a machine has sent. */
async function begun(given = token): Promise<number> {
  const body = JSON.stringify({ size: content.length });
  const answer = await ask({ path: `/files/${hash}`, method: "POST", headers: bearer(given), body });
  return (JSON.parse(answer.text) as { offset: number }).offset;
}
const placeOf = (name: string) => join(files, name.slice(0, 2), name);
function file(name: string, bytes: Uint8Array = content): string {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
}

const doors = [
  { path: `/files/${hash}` },
  { path: `/files/${hash}`, method: "HEAD" },
  { path: `/files/${hash}`, method: "POST" },
  { path: `/files/${hash}`, method: "PUT" },
  { path: `/files/${hash}`, method: "DELETE" },
  { path: `/files/runs/${run}` },
  { path: `/files/runs/${run}`, method: "DELETE" },
  { path: `/files/runs/${run}/1`, method: "PUT" },
  { path: "/files" },
  { path: "/files/anything/else", method: "POST" },
] as const;

describe.each(doors)("$method $path", (door) => {
  test("is shut without a worker's token, to withdrawn ones and to the page's", async () => {
    const withdrawn = await tokens.make("withdrawn");
    await tokens.withdraw("withdrawn");
    const [, page] = server.cookie.split("=") as [string, string];
    for (const given of ["", "x", withdrawn, page, `${token}x`, token.slice(0, -1), `${token} ${token}`]) {
      expect((await ask({ ...door, headers: bearer(given) })).status, given).toBe(401);
    }
    for (const Authorization of [`Basic ${token}`, token, `bearer ${token}`])
      expect((await ask({ ...door, headers: { Authorization } })).status, Authorization).toBe(401);
    expect((await ask(door)).status).toBe(401);
  });

  test("is shut to browsers, also with the token or the page's cookie", async () => {
    const marks: Record<string, string>[] = [
      { Origin: server.origin },
      { Origin: "http://attacker.example" },
      { Origin: "null" },
      { Cookie: server.cookie },
      { "Sec-Fetch-Site": "same-origin" },
    ];
    for (const headers of marks)
      expect((await ask({ ...door, headers: { ...bearer(), ...headers } })).status).toBe(403);
  });

  test("is shut to another name that leads to this machine (DNS rebinding)", async () => {
    for (const Host of ["attacker.example", "127.0.0.1", "localhost.attacker.example"])
      expect((await ask({ ...door, headers: { ...bearer(), Host } })).status, Host).toBe(421);
  });
});

test.each([
  "/",
  "/index.html",
  "/served?path=",
  "/downloads/0",
  "/files/../served?path=",
  "/files/%2e%2e/served",
])("a worker's token does not open %s", async (path) => {
  const asked = [{ headers: bearer() }, { headers: { Cookie: `${server.cookie.split("=")[0]}=${token}` } }];
  for (const { headers } of asked) expect([401, 403, 404]).toContain((await ask({ path, headers })).status);
  expect((await ask({ path: `/?token=${token}` })).status).toBe(401);
});

test("a worker's token does not open the page's WebSocket or its uploads", async () => {
  const headers = { ...bearer(), Origin: server.origin };
  const upgrade = {
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
  };
  expect((await ask({ path: "/lab", headers: { ...headers, ...upgrade } })).status).toBe(401);
  expect((await ask({ path: "/uploads", method: "POST", headers })).status).toBe(401);
});

test("a file travels there and back, and sending it again sends nothing", async () => {
  expect(await shared.has(hash)).toBe(false);
  expect(await shared.put(file("one"))).toBe(hash);
  expect(await shared.put(file("one"))).toBe(hash);
  expect(await shared.has(hash)).toBe(true);
  await shared.get(hash, join(folder.path, "back"));
  expect(readFileSync(join(folder.path, "back")).equals(content)).toBe(true);
  expect((await ask({ path: `/files/${hash}`, headers: bearer() })).headers["content-length"]).toBe(
    "3000000",
  );
  await shared.remove(hash);
  expect((await failureOf(shared.get(hash, join(folder.path, "gone")))).code).toBe("sharedFileMissing");
});

test("an empty file travels too", async () => {
  const empty = await shared.put(file("empty", new Uint8Array()));
  await shared.get(empty, join(folder.path, "empty back"));
  expect(readFileSync(join(folder.path, "empty back"))).toHaveLength(0);
});

test("pointers travel, and a lower fence overwrites nothing", async () => {
  expect(await shared.newest(run)).toBeNull();
  expect(await shared.point(run, 3, { hash, epoch: 7 })).toBe(true);
  expect(await shared.point(run, 2, { hash, epoch: 9 })).toBe(false);
  expect(await shared.newest(run)).toEqual({ hash, epoch: 7, fence: 3 });
  await shared.forget(run);
  expect(await shared.newest(run)).toBeNull();
});

test("connections that break at any byte, both ways, only cost time", async () => {
  // A network between that cuts each connection after so many bytes.
  const { port } = new URL(server.origin);
  const sizes: number[] = [];
  const passed: { asked: string; bytes: number }[] = [];
  const between = createServer((incoming, outgoing) => {
    const most = sizes.shift() ?? Infinity;
    const told = {
      asked: `${incoming.method} ${incoming.headers.range ?? incoming.headers["upload-offset"] ?? ""}`,
      bytes: 0,
    };
    passed.push(told);
    const count = async function* (parts: AsyncIterable<Buffer>) {
      for await (const part of parts) {
        if (told.bytes + part.length > most) throw new Error("cut");
        told.bytes += part.length;
        yield part;
      }
    };
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const onward = httpRequest(
      { port, host: "127.0.0.1", path: incoming.url, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        pipeline(answer, count, outgoing, () => undefined);
      },
    );
    onward.on("error", () => outgoing.destroy());
    pipeline(incoming, count, onward, (error) => error && outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(between, "listening");
  const address = `http://127.0.0.1:${(between.address() as { port: number }).port}`;
  const far = new SharedFilesOverHttp(address, token, { pauses: [50, 50, 50, 50] });
  try {
    // Asked for, cut, asked for, cut, asked for, whole.
    sizes.push(Infinity, 1_000_000, Infinity, 800_000);
    expect(await far.put(file("one"))).toBe(hash);
    const puts = passed.filter(({ asked }) => asked.startsWith("PUT"));
    expect(puts.length).toBeGreaterThanOrEqual(3);
    expect(puts[0]!.asked).toBe("PUT 0");
    expect(Number(puts.at(-1)!.asked.slice(4))).toBeGreaterThan(0);
    sizes.push(1_000_000, 800_000);
    passed.length = 0;
    await far.get(hash, join(folder.path, "far"));
    expect(readFileSync(join(folder.path, "far")).equals(content)).toBe(true);
    expect(passed).toHaveLength(3);
    expect(passed[0]!.asked).toBe("GET ");
    expect(passed[2]!.asked).toMatch(/^GET bytes=\d{6,}-$/);
    sizes.push(0, 0, 0, 0, 0);
    expect((await failureOf(far.get(hash, join(folder.path, "never")))).code).toBe("sharedFilesNotReached");
  } finally {
    between.close();
    await shared.remove(hash);
  }
});

test("a file with another hash than its name is refused, and nothing of it stays", async () => {
  const wrong = { path: `/files/${hash}`, method: "PUT", headers: bearer(), body: "something else" };
  const answer = await ask(wrong);
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.text)).toMatchObject({ failure: { code: "sharedFileDamaged" } });
  expect(readdirSync(join(files, hash.slice(0, 2)))).toEqual([]);
});

test("a file that was damaged there is refused here, and can be sent again", async () => {
  await shared.put(file("one"));
  truncateSync(placeOf(hash), 1000);
  expect((await failureOf(shared.get(hash, join(folder.path, "damaged")))).code).toBe("sharedFileDamaged");
  expect(existsSync(join(folder.path, "damaged"))).toBe(false);
  expect(await shared.has(hash)).toBe(false);
  await shared.put(file("one"));
  await shared.get(hash, join(folder.path, "mended"));
  await shared.remove(hash);
});

test("more than the lab keeps is refused, whether its size is told or not", async () => {
  const big = randomBytes(12_000_000);
  expect((await failureOf(shared.put(file("big", big)))).code).toBe("sharedFilesFull");
  const name = createHash("sha256").update(big).digest("hex");
  const untold = { ...bearer(), "Transfer-Encoding": "chunked" };
  // Answered while it still sends, so that it may see no more than the end of the connection.
  const ended = await ask({ path: `/files/${name}`, method: "PUT", headers: untold, body: big }).then(
    ({ status }) => status,
    ({ code }: NodeJS.ErrnoException) => code,
  );
  expect([413, "ECONNRESET", "EPIPE"]).toContain(ended);
  expect(await shared.has(name)).toBe(false);
  const small = await shared.put(file("small", randomBytes(10)));
  expect(await shared.has(small)).toBe(true);
});

test.each([
  "..",
  "%2e%2e",
  "../../worker-tokens.json",
  "..%2f..%2fworker-tokens.json",
  "%2e%2e%2f%2e%2e%2fworker-tokens.json",
  "x%00",
  "%",
  "C%3a",
  "f".repeat(63),
  "F".repeat(64),
  "f".repeat(5000),
])("%s leads to no file, whatever is asked", async (name) => {
  const before = readFileSync(join(home, "worker-tokens.json"), "utf8");
  for (const path of [
    `/files/${name}`,
    `/files/runs/${name}`,
    `/files/runs/${name}/1`,
    `/files/runs/${run}/${name}`,
  ])
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE"]) {
      const isRun = path.startsWith("/files/runs/") && /^[fF]+$/.test(name);
      const answer = await ask({ path, method, headers: bearer(), body: JSON.stringify({ hash, epoch: 1 }) });
      if (!isRun) expect([400, 401, 403, 404], `${method} ${path}`).toContain(answer.status);
      expect(answer.text).not.toContain("sha256");
    }
  expect(readFileSync(join(home, "worker-tokens.json"), "utf8")).toBe(before);
});

test("what is no pointer is refused", async () => {
  for (const body of [
    "",
    "{",
    "[]",
    '{"hash":"x","epoch":1}',
    `{"hash":"${hash}","epoch":0}`,
    "x".repeat(5000),
  ])
    expect([400, 413]).toContain(
      (await ask({ path: `/files/runs/${run}/1`, method: "PUT", headers: bearer(), body })).status,
    );
  for (const fence of ["-1", "1.5", "1e3", "9".repeat(16)]) {
    const body = JSON.stringify({ hash, epoch: 1 });
    const path = `/files/runs/${run}/${fence}`;
    expect((await ask({ path, method: "PUT", headers: bearer(), body })).status, fence).toBe(400);
  }
});

test("who sends nothing more is cut off, and what came so far stays for the next time", async () => {
  const socket = connect(Number(new URL(server.origin).port), "127.0.0.1");
  const head = `PUT /files/${hash} HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 3000000\r\n\r\n`;
  socket.write(head);
  socket.write(content.subarray(0, 100_000));
  socket.resume();
  await once(socket, "close");
  expect(existsSync(placeOf(hash))).toBe(false);
  expect(await begun()).toBe(100_000);
  await shared.put(file("one"));
  await shared.get(hash, join(folder.path, "slow"));
  await shared.remove(hash);
});

test("one machine does not go on with what another began", async () => {
  const other = await tokens.make("machine-2");
  expect(await begun()).toBe(0);
  const half = { ...bearer(), "Content-Length": "3000000" };
  const cut = httpRequest(`${server.origin}/files/${hash}`, { method: "PUT", headers: half });
  cut.on("error", () => undefined);
  cut.write(content.subarray(0, 50_000));
  await expect.poll(() => begun(), { timeout: 10_000 }).toBe(50_000);
  cut.destroy();
  expect(await begun(other)).toBe(0);
  const wrong = { ...bearer(other), "Upload-Offset": "50000" };
  expect((await ask({ path: `/files/${hash}`, method: "PUT", headers: wrong, body: "x" })).status).toBe(409);
});

test.each([
  "http://lab.example.org",
  "http://192.0.2.1:8080",
  "http://localhost.attacker.example",
  "ftp://x",
  "lab",
  "",
])("a worker does not send its token to %j", async (address) => {
  const made = Promise.resolve().then(() => new SharedFilesOverHttp(address, token));
  expect((await failureOf(made)).code).toMatch(/^sharedFiles(NeedTls|Address)$/);
});

test("a token that was withdrawn is told of by name, and nobody else's is touched", async () => {
  const own = await tokens.make("short");
  const withdrawn = new SharedFilesOverHttp(server.origin, own, { pauses: [50, 50] });
  expect(await withdrawn.has(hash)).toBe(false);
  await tokens.withdraw("short");
  const asked = [() => withdrawn.has(hash), () => withdrawn.put(file("one")), () => withdrawn.newest(run)];
  for (const refused of asked) expect((await failureOf(refused())).code).toBe("sharedFilesRefused");
  expect(await shared.has(hash)).toBe(false);
});
