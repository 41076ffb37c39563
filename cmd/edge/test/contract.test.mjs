// The contract that each home of the relay keeps to, here on D1 in workerd.
import { test } from "node:test";
import { run, start } from "./home.mjs";

test("the worker keeps to the contract, in the words of the native relay", async () => {
  const home = await start(".cache/edge/faults");
  try {
    await run("go", ["test", "-count=1", "-run", "TestContractAtTheEdge", "./cmd/edge/test"], { EDGE_RELAY: `${home.base}/relay` });
  } finally {
    await home.stop();
  }
});
