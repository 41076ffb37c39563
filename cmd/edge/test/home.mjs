// A relay in workerd with a D1 database of its own, for the tests.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { randomBytes } from "node:crypto";
import { Log, LogLevel, Miniflare } from "miniflare";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const { compatibility_date } = JSON.parse(readFileSync(path.join(root, "cmd/edge/wrangler.jsonc"), "utf8").replace(/^\s*\/\/.*$/gm, ""));

// Each request has a connection of its own. The server closes one that was idle
// for five seconds, and a busy machine's client would send on it all the same.
// body.test.mjs tests that a connection can be used again.
const { fetch: fetchKept } = globalThis;
globalThis.fetch = (address, { headers, ...more } = {}) => fetchKept(address, { ...more, headers: { ...headers, connection: "close" } });

/** The migrations, one statement after the other. */
export function statements() {
  const folder = path.join(root, "cmd/internal/relay/migrations");
  return readdirSync(folder).sort().flatMap((name) =>
    readFileSync(path.join(folder, name), "utf8").replace(/--.*$/gm, "").split(";").map((s) => s.trim()).filter(Boolean));
}

/** Starts a worker; `logged` collects what it prints. */
export async function start(folder, { vars = {}, migrate = true, script = "worker.mjs", ...more } = {}) {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  const logged = [];
  const modulesRoot = path.resolve(root, folder);
  const mf = new Miniflare({
    host: "127.0.0.1", port: 0, cf: false, log: new Log(LogLevel.NONE), compatibilityDate: compatibility_date,
    handleRuntimeStdio(out, err) {
      for (const stream of [out, err]) stream.on("data", (data) => logged.push(String(data)));
    },
    modules: true, modulesRoot, scriptPath: path.join(modulesRoot, script),
    modulesRules: [{ type: "ESModule", include: ["**/*.mjs", "**/*.js"] }, { type: "CompiledWasm", include: ["**/*.wasm"] }],
    d1Databases: { DB: "relay" },
    bindings: { RELAY_SECRET: "a secret of the tests, which is long enough", ...vars },
    unsafeTriggerHandlers: true,
    ...more,
  });
  const base = String(await mf.ready).replace(/\/$/, "");
  const db = await mf.getD1Database("DB");
  if (migrate) for (const statement of statements()) await db.prepare(statement).run();
  return { mf, base, db, logged, stop: () => mf.dispose() };
}

/** Runs a command of the project; what it said is in the failure. */
export async function run(command, args, env) {
  const said = [];
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env } });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => said.push(String(data)));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(said.join(""));
}

/** 16 random bytes as the relay wants them. */
export const secret = () => randomBytes(16).toString("base64url");

/** A page's side of one exchange. */
export class Exchange {
  id = secret();
  token = secret();

  constructor(base) {
    this.address = `${base}/relay/x/${this.id}`;
    this.bearer = { authorization: `Bearer ${this.token}` };
  }

  make(terms = {}) {
    return fetch(this.address, {
      method: "PUT", headers: { ...this.bearer, "content-type": "application/json" },
      body: JSON.stringify({ request: "", mode: "direct_post.jwt", live: false, ...terms }),
    });
  }

  state(query = "", headers = {}, more = {}) {
    return fetch(`${this.address}/state${query}`, { headers: { ...this.bearer, ...headers }, ...more });
  }

  answer(form) {
    return fetch(`${this.address}/response`, {
      method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: String(form),
    });
  }

  claim(claim, more = {}) {
    return fetch(`${this.address}/claim`, {
      method: "POST", headers: { ...this.bearer, "content-type": "application/json" }, body: JSON.stringify({ claim, ...more }),
    });
  }
}

/** Five parts, as an encrypted answer has them. */
export const jwe = (length = 64) => new URLSearchParams({ response: ["eyJhbGciOiJFQ0RILUVTIn0", "", "AAAA", "A".repeat(length), "AAAA"].join(".") });
