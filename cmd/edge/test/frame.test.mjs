// The twin of package frame reads and writes the examples that the package does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { read, write } from "../worker/frame.mjs";
import { root } from "./home.mjs";

const examples = JSON.parse(readFileSync(path.join(root, "cmd/edge/frame/testdata/frames.json"), "utf8"));

for (const { frame, values } of examples) {
  const list = values.map((value) => (value?.bytes ? new Uint8Array(value.bytes) : value));
  test(`${frame || "nothing"} is ${JSON.stringify(values)}`, () => {
    const bytes = new Uint8Array(Buffer.from(frame, "hex"));
    assert.equal(Buffer.from(write(list)).toString("hex"), frame);
    assert.deepEqual(read(bytes), list);
  });
}

test("values that would change on the way are refused", () => {
  for (const value of [1.5, 2 ** 53, true, undefined, {}, [1]]) assert.throws(() => write([value]), TypeError);
});
