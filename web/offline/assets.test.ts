// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { find, versionOf, type Asset } from "./assets";
import { listAssets } from "./plugin";

const dir = mkdtempSync(join(tmpdir(), "domicile-offline-"));
afterAll(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(dir, path, ".."), { recursive: true });
  writeFileSync(join(dir, path), text);
}

describe("listAssets", () => {
  it("lists what pages need, with digests, and leaves out twins and the worker itself", () => {
    write("verifier/index.html", "<p>");
    write("engine/verifier.wasm", "\0asm");
    write("engine/verifier.wasm.br", "x");
    write("sw.js", "x");
    const assets = listAssets(dir);
    expect(assets.map((asset) => asset.url)).toEqual([expect.stringMatching(/^\/engine\/verifier\.wasm\?v=[0-9a-f]{16}$/), "/verifier/"]);
    expect(assets[0]!.onDemand).toBe(true);
    // printf '<p>' | openssl dgst -sha256 -binary | base64
    expect(assets[1]!.integrity).toBe("sha256-M/J5lGcXcoeikmB4ChB6yY6mPdYWX2f8wNdHZ9CoIJA=");
  });
});

describe("find", () => {
  const assets: Asset[] = [
    { url: "/engine/verifier.wasm?v=1", integrity: "a" },
    { url: "/verifier/", integrity: "b" },
  ];
  it.each([
    ["/verifier/", "b"],
    ["/verifier/index.html", "b"],
    ["/engine/verifier.wasm", "a"],
  ])("finds %s", (path, integrity) => expect(find(assets, path)?.integrity).toBe(integrity));
  it.each(["/verifier", "/office/api/people", "/trust/list.json", "/"])("leaves %s to the network", (path) =>
    expect(find(assets, path)).toBeUndefined(),
  );
});

describe("versionOf", () => {
  it("changes with any byte", () => {
    const one = versionOf([{ url: "/", integrity: "sha256-a" }]);
    expect(versionOf([{ url: "/", integrity: "sha256-b" }])).not.toBe(one);
    expect(versionOf([{ url: "/", integrity: "sha256-a" }])).toBe(one);
  });
});
