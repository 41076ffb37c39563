// Bodies: their limit, and that the connection lives on.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { Exchange, jwe, start } from "./home.mjs";

let home, agent;
before(async () => {
  home = await start(".cache/edge/worker");
  agent = new http.Agent({ keepAlive: true, maxSockets: 1 }); // all on one connection
});
after(() => {
  agent.destroy();
  return home.stop();
});

function send(path, { method = "POST", headers = {}, body, parts } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(home.base + path, { method, headers, agent }, (reply) => {
      let text = "";
      reply.on("data", (data) => (text += data));
      reply.on("end", () => resolve({ status: reply.statusCode, text, reused: request.reusedSocket }));
    });
    request.on("error", reject);
    for (const part of parts ?? []) request.write(part);
    request.end(body);
  });
}

const form = { "content-type": "application/x-www-form-urlencoded" };

test("a body over the limit is refused, and the next request on the connection is served", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const path = `/relay/x/${x.id}/response`;
  const big = "response=" + "A".repeat(64 << 10);
  for (const [name, sent] of Object.entries({
    "its length told": { headers: { ...form, "content-length": big.length }, body: big },
    "in chunks": { headers: form, parts: [big.slice(0, 40_000), big.slice(40_000)] },
    "a megabyte": { headers: form, parts: Array.from({ length: 16 }, () => big) },
  })) {
    const refused = await send(path, sent);
    assert.equal(refused.status, 413, name);
    assert.equal(JSON.parse(refused.text).kind, "relay_size", name);
    const next = await send("/relay/health", { method: "GET" });
    assert.equal(next.status, 200, name);
    assert.ok(next.reused, `${name}: on the same connection`);
  }
  assert.equal((await x.answer(jwe())).status, 200, "nothing of it was stored");
});

test("a body of exactly the limit is read whole", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const text = String(jwe(100));
  const most = text.replace("A".repeat(100), "A".repeat(100 + (64 << 10) - text.length));
  assert.equal(most.length, 64 << 10);
  const answer = await send(`/relay/x/${x.id}/response`, { headers: form, body: most });
  assert.equal(answer.status, 200, answer.text);
  const claimed = await (await x.claim("AAAAAAAAAAAAAAAAAAAAAA")).json();
  assert.equal(claimed.body, most);
});

test("bodies where none belongs, and no body where one does", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const path = `/relay/x/${x.id}`;
  assert.equal((await send(`${path}/response`, { headers: form })).status, 400);
  assert.equal((await send(path, { method: "DELETE", headers: { ...x.bearer, "content-length": 1000 }, body: "A".repeat(1000) })).status, 204);
  assert.equal((await send("/relay/health", { method: "GET" })).status, 200);
});
