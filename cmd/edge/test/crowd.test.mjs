// Many at once: a request must not hang, or break, another.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { Exchange, jwe, secret, start } from "./home.mjs";

let home;
before(async () => (home = await start(".cache/edge/worker")));
after(() => home.stop());

// What workerd says when one request touches what is another's, or waits for it.
const crossed = /code had hung|different request|Cannot perform I\/O|will never generate a response|Go program has already exited|program ended/;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function exchange(base) {
  const x = new Exchange(base);
  assert.equal((await x.make({ request: "e30.e30.AAAA" })).status, 201);
  const poll = x.state("?seen=1&wait=25").then((r) => r.json());
  const wallet = await fetch(`${x.address}/request`);
  assert.equal(wallet.status, 200);
  await wallet.text();
  assert.equal((await poll).state, "opened");
  const second = x.state("?seen=2&wait=25").then((r) => r.json());
  const answer = await x.answer(jwe());
  assert.equal(answer.status, 200);
  await answer.text();
  assert.equal((await second).state, "answered");
  const claim = await x.claim(secret());
  assert.equal(claim.status, 200);
  assert.match((await claim.json()).body, /^response=/);
}

test("two hundred exchanges at once, each with its long polls", async () => {
  const began = Date.now();
  await Promise.all(Array.from({ length: 200 }, () => exchange(home.base)));
  console.log(`# 200 exchanges, 1400 requests, in ${Date.now() - began} ms`);
  assert.doesNotMatch(home.logged.join(""), crossed);
});

/** A client on a bare socket, which sends what it is told and no more. */
function raw(text) {
  const { hostname, port } = new URL(home.base);
  const socket = net.connect(Number(port), hostname, () => socket.write(text));
  const said = new Promise((resolve) => {
    let all = "";
    socket.on("data", (data) => (all += data));
    for (const end of ["close", "error"]) socket.on(end, () => resolve(all));
  });
  return { socket, said };
}

test("clients that send slowly, and clients that leave, hold nobody up", async () => {
  const x = new Exchange(home.base);
  await x.make({ lifetime: 600 });
  const path = `/relay/x/${x.id}`;
  const slow = Array.from({ length: 60 }, () =>
    raw(`POST ${path}/response HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\nresponse=`));
  const left = Array.from({ length: 60 }, () =>
    raw(`GET ${path}/state?seen=1&wait=25 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${x.token}\r\n\r\n`));
  await pause(500);
  for (const { socket } of left) socket.destroy();
  const began = Date.now();
  await Promise.all(Array.from({ length: 30 }, () => exchange(home.base)));
  const took = Date.now() - began;
  console.log(`# 30 exchanges beside 60 slow clients and 60 that left, in ${took} ms`);
  assert.ok(took < 9500, `${took} ms`);
  for (const { said } of slow) assert.match(await said, /^HTTP\/1.1 408 /, "a slow client is told so");
  assert.equal((await x.answer(jwe())).status, 200);
  assert.doesNotMatch(home.logged.join(""), crossed);
});

test("a change made by a client that leaves at once is heard, and hangs nobody", async () => {
  await Promise.all(Array.from({ length: 100 }, async (_, i) => {
    const x = new Exchange(home.base);
    await (await x.make({ request: "e30.e30.AAAA" })).text();
    const poll = x.state("?seen=1&wait=5");
    await pause(200);
    const { socket } = raw(`GET /relay/x/${x.id}/request HTTP/1.1\r\nHost: a\r\n\r\n`);
    socket.on("connect", () => setTimeout(() => socket.destroy(), i / 2));
    const reply = await poll;
    assert.equal(reply.status, 200, await reply.clone().text());
    assert.match((await reply.json()).state, /opened|waiting/);
  }));
  assert.doesNotMatch(home.logged.join(""), crossed);
});

test("a database that fails is a 503 for those who asked, and heals", async () => {
  await home.db.prepare("ALTER TABLE exchange RENAME TO hidden").run();
  const replies = await Promise.all(Array.from({ length: 20 }, () => new Exchange(home.base).state()));
  for (const reply of replies) {
    assert.equal(reply.status, 503);
    assert.equal((await reply.json()).kind, "relay_store");
    assert.ok(reply.headers.get("retry-after"));
  }
  await home.db.prepare("ALTER TABLE hidden RENAME TO exchange").run();
  await exchange(home.base);
});
