import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { end, failureOf, smallExperiment, temporaryFolder } from "../lab/testing";
import type { ToPage } from "../contract/frames";
import { askAsAttacker, type Asked, openServer, TestPage, type TestServer } from "./testing";

const folder = temporaryFolder();
const offered = join(folder.path, "offered");
const outside = join(folder.path, "outside.csv");
let server: TestServer;
beforeAll(async () => {
  mkdirSync(join(offered, "sub"), { recursive: true });
  writeFileSync(outside, "a,secret\n1,x\n2,y\n");
  writeFileSync(join(offered, "table.csv"), "a,class\n1,x\n2,y\n3,x\n4,y\n");
  symlinkSync(outside, join(offered, "link.csv"));
  server = await openServer(join(folder.path, "home"), { data: offered });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

/** Of this server, unless another one is given. */
const ask = (asked: Asked, to = server.origin) => askAsAttacker(asked, to);

const own = () => ({ Cookie: server.cookie, Origin: server.origin });
const host = () => new URL(server.origin).host;
/** Everything that the lab answers. */
const doors = [
  { path: "/" },
  { path: "/index.html" },
  { path: "/served?path=" },
  { path: "/downloads/0" },
  { path: "/uploads", method: "POST" },
  { path: "/uploads/0/x.csv", method: "PUT" },
  {
    path: "/lab",
    headers: {
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    },
  },
] as const;

const malformed = (path: string) => (path === "/lab" ? 500 : 400);

describe.each(doors)("$path", (door) => {
  const headers = "headers" in door ? door.headers : {};

  test("is shut without the token", async () => {
    for (const cookie of [
      undefined,
      "dropout-lab-1=x",
      `${server.cookie}0`,
      `${server.cookie.slice(0, -1)}`,
    ]) {
      const answer = await ask({
        ...door,
        headers: { ...headers, Origin: server.origin, ...(cookie && { Cookie: cookie }) },
      });
      expect(answer.status, String(cookie)).toBe(401);
    }
  });

  test("is shut to another name that leads to this machine (DNS rebinding), also with the cookie", async () => {
    for (const name of [
      "attacker.example",
      `attacker.example:${new URL(server.origin).port}`,
      "127.0.0.1",
      `${host()}.attacker.example`,
    ]) {
      const answer = await ask({ ...door, headers: { ...headers, ...own(), Host: name } });
      // A name that is none is refused before the lab looks at it.
      expect(answer.status, name).toBe(/^[\w.-]*(:\d+)?$/.test(name) ? 421 : malformed(door.path));
    }
  });

  test("is shut to another site's page that has the person's cookie (cross-site requests)", async () => {
    for (const origin of [
      "http://attacker.example",
      "null",
      `https://${host()}`,
      `${server.origin}.attacker.example`,
    ]) {
      const answer = await ask({ ...door, headers: { ...headers, Cookie: server.cookie, Origin: origin } });
      expect(answer.status, origin).toBe(403);
    }
  });
});

/** What a browser says of a request that has no origin: a picture, a script or a frame of another page. */
test.each(doors.filter((door) => !("method" in door)))(
  "$path is shut to what other pages show, also those of another port of this machine",
  async (door) => {
    const headers = "headers" in door ? door.headers : {};
    for (const site of ["cross-site", "same-site"]) {
      for (const shown of ["image", "script", "iframe", "empty"]) {
        const told = { "Sec-Fetch-Site": site, "Sec-Fetch-Dest": shown };
        const answer = await ask({ ...door, headers: { ...headers, Cookie: server.cookie, ...told } });
        expect(answer.status, `${site} ${shown}`).toBe(403);
      }
    }
  },
);

test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])(
  "%s without an origin is refused: a page of today sends one",
  async (method) => {
    expect((await ask({ path: "/uploads", method, headers: { Cookie: server.cookie } })).status).toBe(403);
  },
);

test("a WebSocket of another site is refused, and one without an origin", async () => {
  for (const origin of ["http://attacker.example", undefined]) {
    const socket = new WebSocket(`${server.origin.replace("http", "ws")}/lab`, {
      headers: { Cookie: server.cookie },
      ...(origin && { origin }),
    });
    const refused = await new Promise<string>((resolve) =>
      socket.on("error", ({ message }) => resolve(message)).on("open", () => resolve("open")),
    );
    expect(refused, String(origin)).toContain("403");
  }
});

test("the token becomes a cookie that scripts and other sites do not get, and leaves the address", async () => {
  const token = server.cookie.split("=")[1]!;
  const answer = await ask({ path: `/?token=${token}` });
  expect(answer.status).toBe(303);
  expect(answer.headers["location"]).toBe("/");
  const [cookie] = answer.headers["set-cookie"] as string[];
  expect(cookie).toContain(`${server.cookie};`);
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Strict/);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["referrer-policy"]).toBe("no-referrer");
  expect(answer.text).not.toContain(token);
  expect((await ask({ path: `/?token=${token.replace(/.$/, "z")}` })).status).toBe(401);
});

test("a wrong token ends nobody's visit, and leaves the address as well", async () => {
  for (const wrong of ["", "wrong", server.cookie.split("=")[1]!.replace(/.$/, "z")]) {
    const answer = await ask({ path: `/?token=${wrong}`, headers: { Cookie: server.cookie } });
    expect(answer.status).toBe(303);
    expect(answer.headers["location"]).toBe("/");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  }
});

test("whoever clicks the address on another site comes in: the lab's own page asks once more, with the cookie", async () => {
  const click = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
  };
  const token = server.cookie.split("=")[1]!;
  expect((await ask({ path: `/?token=${token}`, headers: click })).status).toBe(303);
  // Browsers send a strict cookie only after that.
  const kept = await ask({ path: "/", headers: click });
  expect(kept.status).toBe(401);
  expect(kept.headers["refresh"]).toBe("0; url=/");
  const again = await ask({ path: "/", headers: { ...click, "Sec-Fetch-Site": "same-origin" } });
  expect(again.status).toBe(401);
  expect(again.headers["refresh"]).toBeUndefined();
});

test("the page comes with a policy that lets it talk to its lab and nobody else", async () => {
  const { status, headers, text } = await ask({ path: "/", headers: own() });
  expect(status).toBe(200);
  const policies = [
    String(headers["content-security-policy"]),
    /content="(default-src[^"]*)"/.exec(text)![1]!,
  ];
  for (const policy of policies) {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
  }
  expect(headers["x-frame-options"]).toBe("DENY");
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["access-control-allow-origin"]).toBeUndefined();
  const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(text)![1]!;
  expect((await ask({ path: script, headers: own() })).headers["content-type"]).toMatch(/javascript/);
});

test.each([
  "/../package.json",
  "/..%2fpackage.json",
  "/assets/../../cli.cjs",
  "/%2e%2e/%2e%2e/package.json",
  "/..\\..\\package.json",
  "//etc/passwd",
  "/index.html%00.js",
  "/cli.cjs",
  "/__proto__",
  "/constructor",
])("no address leads to a file beside the page: %s", async (path) => {
  const answer = await ask({ path, headers: own() });
  expect(answer.text).not.toContain("dropout-lab");
  expect([400, 404]).toContain(answer.status);
});

describe("uploads", () => {
  const begin = async () =>
    (JSON.parse((await ask({ path: "/uploads", method: "POST", headers: own() })).text) as { upload: string })
      .upload;
  const put = (path: string, body: string) => ask({ path, method: "PUT", headers: own(), body });

  test("files that belong together lie together, and a preview reads them", async () => {
    const page = await TestPage.connect(server);
    const asked = page.first(({ type }) => type === "ask");
    const chosen = page.call("chooseFile", { purpose: "table" });
    const { id, files } = (await asked) as ToPage & { type: "ask" };
    expect(files.endings).toContain("csv");
    expect(files.served).toBe(true);
    const upload = await begin();
    expect(
      (await put(`/uploads/${upload}/${encodeURIComponent("표 1.csv")}`, "a,class\n1,x\n2,y\n3,x\n4,y\n"))
        .status,
    ).toBe(200);
    page.send({ type: "chosen", id, chosen: { upload } });
    const answer = await chosen;
    if (!answer.ok) throw new Error(answer.failure.code);
    expect(answer.value).toMatch(/^file:[0-9a-f]{16}\/표 1\.csv$/);
    const data = { source: "table", path: answer.value, train: 2, validation: 2 };
    const preview = await page.call("previewData", { data });
    expect(preview).toMatchObject({ ok: true, value: { rows: 4 } });
    page.socket.close();
  });

  test.each([
    "..%2f..%2fx",
    "%2e%2e/x.csv",
    "a/%2e%2e/%2e%2e/x",
    "x%00y",
    "x%5c..%5cy",
    "c%3a",
    `${"x".repeat(300)}`,
    "%",
    "",
  ])("a name that leads elsewhere is refused: %s", async (name) => {
    const upload = await begin();
    const answer = await put(`/uploads/${upload}/${name}`, "x");
    expect([400, 404]).toContain(answer.status);
    expect(readdirSync(join(folder.path, "home", "uploads"))).not.toContain("x.csv");
  });

  test("a second file of the same name does not change the first, and an upload that nobody began is refused", async () => {
    const upload = await begin();
    await put(`/uploads/${upload}/a.csv`, "first");
    expect(JSON.parse((await put(`/uploads/${upload}/a.csv`, "second")).text)).toMatchObject({
      ok: false,
      failure: { code: "uploadBroken" },
    });
    expect(readFileSync(join(folder.path, "home", "uploads", upload, "a.csv"), "utf8")).toBe("first");
    expect(JSON.parse((await put(`/uploads/${"0".repeat(32)}/a.csv`, "x")).text)).toMatchObject({
      failure: { code: "noSuchUpload" },
    });
  });

  test("more than the lab takes is refused, and nothing of the file stays", async () => {
    const small = await openServer(join(folder.path, "small"), { mostGigabytes: 1e-6 });
    try {
      const headers = { Cookie: small.cookie, Origin: small.origin };
      const { upload } = JSON.parse(
        (await ask({ path: "/uploads", method: "POST", headers }, small.origin)).text,
      ) as { upload: string };
      const answer = await ask(
        { path: `/uploads/${upload}/big.csv`, method: "PUT", headers, body: "x".repeat(5000) },
        small.origin,
      );
      expect(JSON.parse(answer.text)).toMatchObject({ failure: { code: "uploadTooLarge" } });
      expect(readdirSync(join(folder.path, "small", "uploads", upload))).toEqual([]);
      const fitting = { path: `/uploads/${upload}/small.csv`, method: "PUT", headers, body: "x".repeat(500) };
      expect((await ask(fitting, small.origin)).status).toBe(200);
    } finally {
      await small.close();
    }
  });
});

describe("files of the lab's machine", () => {
  test("the offered folder is listed, and there is no way out of it", async () => {
    const list = async (path: string) =>
      JSON.parse(
        (await ask({ path: `/served?path=${encodeURIComponent(path)}`, headers: own() })).text,
      ) as unknown;
    const changed = expect.any(String) as string;
    expect(await list("")).toEqual({
      ok: true,
      entries: [
        { name: "sub", kind: "folder", bytes: null, changed },
        { name: "table.csv", kind: "table", bytes: 24, changed },
      ],
      count: 2,
      isWhole: true,
    });
    for (const path of ["..", "sub/../..", "../../..", "/etc", "....//", "sub/\u0000"]) {
      const answer = await list(path);
      if ((answer as { ok: boolean }).ok)
        expect(answer).toMatchObject({ ok: true, entries: await entriesOf(list) });
      else expect(answer).toMatchObject({ ok: false, failure: { code: "fileNotServed" } });
    }
  });
  /** A path that stays inside may be listed; it shows what is inside. */
  const entriesOf = async (list: (path: string) => Promise<unknown>) =>
    ((await list("")) as { entries: unknown }).entries;

  test.each(["table.csv", "link.csv", "../outside.csv"])("choosing %s", async (served) => {
    const page = await TestPage.connect(server);
    const asked = page.first(({ type }) => type === "ask");
    const chosen = page.call("chooseFile", { purpose: "table" });
    page.send({
      type: "chosen",
      id: ((await asked) as { id: number } & { type: "ask" }).id,
      chosen: { served },
    });
    const answer = await chosen;
    if (served === "table.csv") expect(answer).toMatchObject({ ok: true });
    else expect(answer).toMatchObject({ ok: false, failure: { code: "fileNotServed" } });
    page.socket.close();
  });

  /** Sends a file and chooses it, as a person does who was asked. */
  async function chooseSent(page: TestPage, name: string, text: string, verb: string) {
    const begun = await ask({ path: "/uploads", method: "POST", headers: own() });
    const { upload } = JSON.parse(begun.text) as { upload: string };
    await ask({ path: `/uploads/${upload}/${name}`, method: "PUT", headers: own(), body: text });
    const asked = page.first(({ type }) => type === "ask");
    const answer = page.call(verb, {});
    const { id } = (await asked) as ToPage & { type: "ask" };
    page.send({ type: "chosen", id, chosen: { upload } });
    return answer;
  }
  const data = { source: "table", path: outside, target: "secret", train: 1, validation: 1 } as const;

  test("a document that was sent cannot name any other file", async () => {
    const page = await TestPage.connect(server);
    const { name, network, training } = smallExperiment();
    const document = JSON.stringify({ name, network, training, data });
    const answer = await chooseSent(page, "bad.json", document, "openExperiment");
    if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
    const { experiment } = answer.value as { experiment: { data: object } };
    const refused = { ok: false, failure: { code: "fileNotServed", parameters: { file: "outside.csv" } } };
    expect(await page.call("previewData", { data: experiment.data })).toMatchObject(refused);
    expect(await page.call("startExperiment", { experiment })).toMatchObject(refused);
    const code = { experiment, variant: { name: "dropout" }, framework: "pytorch" };
    expect(await page.call("saveCode", code)).toMatchObject(refused);
    const { path } = experiment.data as { path: string };
    for (const verb of ["openExperiment", "importResult"]) {
      const request = verb === "openExperiment" ? { file: path } : { files: [path] };
      expect(await page.call(verb, request), verb).toMatchObject(refused);
    }
    page.socket.close();
  });

  test("a result that was sent cannot either", async () => {
    const page = await TestPage.connect(server);
    const { id, runs } = await server.lab.startExperiment({
      experiment: smallExperiment({ name: "to export" }),
    });
    await end(server.lab, runs[0]!.id);
    const written = await server.lab.writeResult(id, join(folder.path, "result"));
    const result = JSON.parse(readFileSync(written, "utf8")) as { experiment: { evaluation: object } };
    const bad = { ...result, experiment: { ...result.experiment, data, evaluation: {} } };
    const refusedAs = (code: string) => ({
      ok: true,
      value: { imported: [], refused: [{ failure: { code } }] },
    });
    const same = await chooseSent(page, "result.json", JSON.stringify(result), "importResult");
    expect(same).toMatchObject(refusedAs("resultTrainedHere"));
    const other = await TestPage.connect(server);
    const answer = await chooseSent(other, "result.json", JSON.stringify(bad), "importResult");
    expect(answer).toMatchObject(refusedAs("fileNotServed"));
    for (const each of [page, other]) each.socket.close();
  });
});

test("a page that sends what is no frame is cut off, and the lab goes on", async () => {
  for (const bytes of [
    [],
    [0xc1],
    [0xdd, 0xff, 0xff, 0xff, 0xff],
    [0x81, 0xa4, 0x74, 0x79, 0x70, 0x65, 0xa1, 0x78],
  ]) {
    const page = await TestPage.connect(server);
    const closed = new Promise<number>((resolve) => page.socket.on("close", resolve));
    page.socket.send(Uint8Array.from(bytes));
    expect(await closed).toBe(1007);
  }
  const page = await TestPage.connect(server);
  expect(await page.call("describeLab", {})).toMatchObject({ ok: true });
  page.socket.close();
});

test("a run's events reach every page, and a page that was away gets what it missed", async () => {
  const [one, other] = [await TestPage.connect(server), await TestPage.connect(server)];
  const started = await one.call("startExperiment", { experiment: smallExperiment() });
  if (!started.ok) throw new Error(started.failure.code);
  const isEnd = (frame: { type: string }) =>
    frame.type === "events" && JSON.stringify(frame).includes('"status":"done"');
  await Promise.all([one.first(isEnd), other.first(isEnd)]);
  other.socket.close();
  const back = await TestPage.connect(server);
  const work = await back.call("eventsSince", started.position);
  if (!work.ok) throw new Error(work.failure.code);
  const { events } = work.value as { events: { name: string }[] };
  expect(events.filter(({ name }) => name === "epochMeasured")).toHaveLength(3);
  for (const page of [one, back]) page.socket.close();
});

test("what one page renames, deletes and brings back is told to the others at once", async () => {
  const { id } = await server.lab.startExperiment({ experiment: smallExperiment() }).then(async (started) => {
    for (const run of started.runs) await end(server.lab, run.id);
    return started;
  });
  const [one, other] = [await TestPage.connect(server), await TestPage.connect(server)];
  const edits = [
    ["annotateExperiment", { experimentId: id, name: "renamed" }],
    ["deleteExperiments", { experimentIds: [id] }],
    ["restoreExperiments", { experimentIds: [id] }],
  ] as const;
  for (const [verb, request] of edits) {
    const before = server.lab.events.position.number;
    expect(await one.call(verb, request), verb).toMatchObject({ ok: true });
    const told = (await other.first(
      (frame) => frame.type === "events" && (frame.events.at(-1)!.position?.number ?? 0) > before,
    )) as ToPage & { type: "events" };
    expect(told.events.at(-1)!.name, verb).toBe("storeChanged");
  }
  for (const page of [one, other]) page.socket.close();
});

test("a chart that is saved comes as a download, and a result's folder as a zip", async () => {
  const page = await TestPage.connect(server);
  const saved = await page.call("saveChart", {
    name: "loss",
    format: "csv",
    content: new TextEncoder().encode("epoch,loss\n1,2\n"),
  });
  expect(saved).toMatchObject({ ok: true });
  const told = (await page.first(({ type }) => type === "download")) as { id: string; name: string } & {
    type: "download";
  };
  expect(told.name).toBe("loss.csv");
  const file = await ask({ path: `/downloads/${told.id}`, headers: own() });
  expect(file.text).toBe("epoch,loss\n1,2\n");
  expect(file.headers["content-disposition"]).toContain("attachment");
  const listed = await page.call("listExperiments", { limit: 1 });
  if (!listed.ok) throw new Error(listed.failure.code);
  const [{ id }] = listed.value as [{ id: string }];
  expect(await page.call("exportResult", { experimentId: id })).toMatchObject({ ok: true });
  const zipped = (await page.first((frame) => frame.type === "download" && frame.name.endsWith(".zip"))) as {
    id: string;
  } & { type: "download" };
  const zip = await ask({ path: `/downloads/${zipped.id}`, headers: own() });
  expect(zip.text).toContain("result.json");
  expect(zip.text.startsWith("PK")).toBe(true);
  page.socket.close();
});

describe("other machines", () => {
  test("where others could read along, the lab does not open", async () => {
    for (const name of ["0.0.0.0", "::", "192.0.2.1", "lab.example.org"]) {
      const failure = await failureOf(openServer(join(folder.path, "open"), { host: name }));
      expect(failure.code).toBe("serveNeedsTls");
    }
  });

  test("with a certificate it opens over TLS, under the certificate's names and no others, with a secure cookie", async () => {
    const [key, cert] = [join(folder.path, "key.pem"), join(folder.path, "cert.pem")];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=lab",
        "-addext",
        "subjectAltName=DNS:lab.example.org",
        "-keyout",
        key,
        "-out",
        cert,
      ],
      { stdio: "ignore" },
    );
    const tls = { certificate: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
    const open = await openServer(join(folder.path, "tls"), { host: "0.0.0.0", tls });
    try {
      const { port } = new URL(open.origin);
      const to = `https://127.0.0.1:${port}`;
      const token = open.cookie.split("=")[1]!;
      const answer = await ask(
        { path: `/?token=${token}`, headers: { Host: `lab.example.org:${port}` } },
        to,
      );
      expect(answer.status).toBe(303);
      expect(String(answer.headers["set-cookie"])).toMatch(/; Secure/);
      expect(
        (await ask({ path: "/", headers: { Host: `attacker.example:${port}`, Cookie: open.cookie } }, to))
          .status,
      ).toBe(421);
    } finally {
      await open.close();
    }
  });

  test("behind a proxy, only the proxy's name is the lab's", async () => {
    const open = await openServer(join(folder.path, "proxy"), { proxy: "https://lab.example.org" });
    try {
      expect(open.served.address).toMatch(/^https:\/\/lab\.example\.org\/\?token=[0-9a-f]{64}$/);
    } finally {
      await open.close();
    }
  });
});
