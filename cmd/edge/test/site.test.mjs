// The site as static files of the platform, and the relay beside it, as wrangler
// serves both from the configuration that scripts/deploy makes.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { root, run } from "./home.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "edge-site-"));
const dist = path.join(folder, "dist");
let wrangler, base;

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function answers(address) {
  for (let i = 0; i < 300; i++) {
    if (await fetch(address).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} does not answer`);
}

before(async () => {
  for (const [name, content] of Object.entries({
    "index.html": "home", "404.html": "nothing here", "wallet/index.html": "wallet", "sw.js": "worker",
    "assets/main-B7x_9kQz.js": "script", "engine/wallet.wasm": "wasm", "wallet/app.webmanifest": "{}",
  })) {
    mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
    writeFileSync(path.join(dist, name), content);
  }
  const file = path.join(folder, "wrangler.json");
  execFileSync("go", ["run", "./cmd/edge/prepare", "site", dist, path.join(folder, "site")], { cwd: root });
  execFileSync("node", ["cmd/edge/prepare/config.mjs", file], { cwd: root });
  const config = JSON.parse(readFileSync(file, "utf8"));
  config.assets.directory = path.join(folder, "site");
  writeFileSync(file, JSON.stringify(config));
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  wrangler = spawn("node", ["node_modules/wrangler/bin/wrangler.js", "dev", "--local", "--ip", "127.0.0.1", "--port", port,
    "--config", file, "--persist-to", path.join(folder, "state"), "--show-interactive-dev-session=false"], {
    cwd: root, detached: true, stdio: "ignore",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CLOUDFLARE_CF_FETCH_ENABLED: "false", CI: "1" },
  });
  await answers(base);
});
after(() => {
  process.kill(-wrangler.pid);
  rmSync(folder, { recursive: true, force: true });
});

test("each sort of file has the headers of the native server", () =>
  run("go", ["test", "-count=1", "-run", "TestSiteAtTheEdge", "./cmd/edge/test"], { EDGE_SITE: base, EDGE_DIST: dist }));

test("the pages are told where the relay is", async () => {
  assert.deepEqual(await (await fetch(`${base}/config.json`)).json(), { relay: "/relay" });
});

test("the relay answers beside the site, and says that it has no secret", async () => {
  const reply = await fetch(`${base}/relay/health`);
  assert.equal(reply.status, 503);
  assert.match(await reply.text(), /RELAY_SECRET/);
});
