// The cron trigger.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Exchange, start } from "./home.mjs";

let home;
before(async () => (home = await start(".cache/edge/worker")));
after(() => home.stop());

const sweep = async () => {
  const worker = await home.mf.getWorker();
  return worker.scheduled({ cron: "*/5 * * * *" });
};
const count = async (table) => (await home.db.prepare(`SELECT count(*) AS n FROM ${table}`).first()).n;

test("a sweep frees what has expired and leaves the rest", async () => {
  const living = new Exchange(home.base), dead = new Exchange(home.base);
  await living.make({ lifetime: 600 });
  await dead.make({ lifetime: 1 });
  await home.db.prepare("INSERT INTO quota (who, what, window, count) VALUES ('a', 'create', 1, 1)").run();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  assert.equal((await dead.state()).status, 404, "what expired is gone before any sweep");
  assert.equal(await count("exchange"), 2);
  assert.equal((await sweep()).outcome, "ok");
  assert.equal(await count("exchange"), 1);
  assert.equal(await count("quota WHERE window = 1"), 0);
  assert.equal((await living.state()).status, 200);
});

test("a sweep without its tables says what to do, and ends", async () => {
  const bare = await start(".cache/edge/worker", { migrate: false });
  try {
    const worker = await bare.mf.getWorker();
    assert.notEqual((await worker.scheduled({ cron: "*/5 * * * *" })).outcome, "ok");
    assert.match(bare.logged.join(""), /apply the migrations/);
    assert.equal((await fetch(`${bare.base}/relay/health`)).status, 503);
  } finally {
    await bare.stop();
  }
});

test("requests go on while sweeps run", async () => {
  const work = Array.from({ length: 10 }, async () => {
    const x = new Exchange(home.base);
    assert.equal((await x.make()).status, 201);
    assert.equal((await x.state("?seen=1&wait=1")).status, 200);
  });
  const outcomes = await Promise.all([1, 2, 3].map(sweep));
  for (const { outcome } of outcomes) assert.equal(outcome, "ok");
  await Promise.all(work);
});
