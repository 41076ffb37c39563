// What ends a request, and what ends the program.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Exchange, jwe, start } from "./home.mjs";

let home;
before(async () => (home = await start(".cache/edge/faults")));
after(() => home.stop());

const fault = (name) => fetch(`${home.base}/relay/fault/${name}`);
const healthy = async () => assert.equal((await fetch(`${home.base}/relay/health`)).status, 200);

for (const name of ["panic", "query"]) {
  test(`a panic (${name}) is a 500, and ends nothing else`, async () => {
    const x = new Exchange(home.base);
    await x.make();
    const poll = x.state("?seen=1&wait=20");
    const reply = await fault(name);
    assert.equal(reply.status, 500);
    assert.equal((await reply.json()).kind, "relay_panic");
    await healthy();
    await x.answer(jwe());
    assert.equal((await (await poll).json()).state, "answered", "a request that was under way went on");
  });
}

// A stack that is used up traps; the others exit, or never return from a call.
for (const name of ["exit", "overflow", "memory", "block"]) {
  test(`a program that ends (${name}) is started anew, and nothing that was stored is lost`, async () => {
    const x = new Exchange(home.base);
    await x.make();
    const poll = x.state("?seen=1&wait=20");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const reply = await fault(name);
    assert.equal(reply.status, 503);
    assert.equal(reply.headers.get("access-control-allow-origin"), "*");
    await reply.text();
    await healthy();
    const polled = await poll;
    assert.equal(polled.status, 503, "a request under way is told to come again");
    assert.ok(polled.headers.get("retry-after"));
    await polled.text();
    assert.equal((await x.answer(jwe())).status, 200);
    assert.equal((await (await x.state("?seen=1&wait=20")).json()).state, "answered");
  });
}

test("fifty ends in a row leave a relay that serves", async () => {
  for (let i = 0; i < 50; i++) {
    await (await fault("exit")).text();
    await healthy();
  }
});

test("nothing of a crash is quoted in a reply or the log", async () => {
  const replies = await Promise.all(["panic", "exit", "overflow"].map(async (name) => (await fault(name)).text()));
  const everything = replies.join("") + home.logged.join("");
  assert.doesNotMatch(everything, /canary|goroutine|\.go:\d/);
  assert.match(home.logged.join(""), /the program ended \(\d+\)/);
});

test("a relay without its secret says so and nothing more", async () => {
  const bare = await start(".cache/edge/worker", { vars: { RELAY_SECRET: "short" } });
  try {
    for (let i = 0; i < 2; i++) {
      const reply = await fetch(`${bare.base}/relay/health`);
      assert.equal(reply.status, 503);
      assert.match(await reply.text(), /RELAY_SECRET must have at least 32 characters/);
    }
  } finally {
    await bare.stop();
  }
});
