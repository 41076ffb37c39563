// The contract that each home of the relay keeps to, here on D1 in workerd.
import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { test } from "node:test";
import { root, start } from "./home.mjs";

test("the worker keeps to the contract, in the words of the native relay", async () => {
  const home = await start(".cache/edge/faults");
  try {
    const said = [];
    const run = spawn("go", ["test", "-count=1", "-run", "TestContractAtTheEdge", "./cmd/edge/test"],
      { cwd: root, env: { ...process.env, EDGE_RELAY: `${home.base}/relay` } });
    for (const stream of [run.stdout, run.stderr]) stream.on("data", (data) => said.push(String(data)));
    assert.equal(await new Promise((resolve) => run.on("close", resolve)), 0, said.join(""));
  } finally {
    await home.stop();
  }
});
