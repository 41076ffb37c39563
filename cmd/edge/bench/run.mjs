// Measures the worker in workerd on D1 beside a worker of plain JavaScript and
// the library's default, interleaved in one run, and the native relay where an
// address is given. scripts/bench-relay calls it.
//
//   node cmd/edge/bench/run.mjs [--seconds N] [--native ADDRESS PID]
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { root, secret, start } from "../test/home.mjs";

const option = (name, index = 1) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + index];
};
const SECONDS = Number(option("--seconds") ?? 4), ROUNDS = 3, CLIENTS = 8;
const WARM = 6; // seconds, in which V8 compiles what is hot
const folder = path.join(root, "cmd/internal/relay/sql");
const STATEMENTS = Object.fromEntries(readdirSync(folder).map((file) => [file.slice(0, -4), readFileSync(path.join(folder, file), "utf8")]));

/** The CPU time of a process, all its threads, in clock ticks of 10 ms. */
function ticks(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean);

/** One request; gives its status and, when it is wanted, its text. */
function send(agent, base, method, target, headers, body) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const request = http.request(base + target, { method, headers: body ? { ...headers, "content-length": Buffer.byteLength(body) } : headers, agent }, (reply) => {
      reply.resume();
      reply.on("end", () => resolve({ status: reply.statusCode, took: performance.now() - began }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const answer = `response=${["eyJhbGciOiJFQ0RILUVTIn0", "", "AAAA", "A".repeat(900), "AAAA"].join(".")}`;

/** The six requests of one exchange, each as [method, path, headers, body, status]. */
function exchange() {
  const x = `/relay/x/${secret()}`, claim = JSON.stringify({ claim: secret() });
  const page = { authorization: `Bearer ${secret()}`, "content-type": "application/json", "cf-connecting-ip": `10.${byte()}.${byte()}.${byte()}` };
  const wallet = { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": page["cf-connecting-ip"] };
  return [
    ["PUT", x, page, JSON.stringify({ request: "e30.e30.AAAA", mode: "direct_post.jwt", live: false }), 201],
    ["GET", `${x}/request`, {}, undefined, 200],
    ["POST", `${x}/response`, wallet, answer, 200],
    ["GET", `${x}/state`, page, undefined, 200],
    ["POST", `${x}/claim`, page, claim, 200],
    ["POST", `${x}/ack`, page, claim, 204],
  ];
}
const byte = () => Math.floor(Math.random() * 256);

/** Sends exchanges with some clients for some time; `trouble` puts panics between. */
async function load({ base, trouble }, seconds, into) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const end = performance.now() + seconds * 1000;
  let number = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async () => {
    while (performance.now() < end) {
      for (const [method, target, headers, body, want] of exchange()) {
        const { status, took } = await send(agent, base, method, target, headers, body);
        into.times.push(took);
        if (status !== want) into.wrong[`${method} ${target.split("/")[4] ?? ""} ${status}`] = (into.wrong[`${method} ${target.split("/")[4] ?? ""} ${status}`] ?? 0) + 1;
      }
      if (trouble && ++number % 5 === 0) {
        const { status } = await send(agent, base, "GET", "/relay/fault/panic", {});
        into.panics++;
        if (status !== 500) into.wrong[`panic ${status}`] = (into.wrong[`panic ${status}`] ?? 0) + 1;
      }
    }
  }));
  agent.destroy();
}

/** Clients that send one byte a second, for as long as the load goes on. */
function crawl(base, count) {
  const { hostname, port } = new URL(base);
  const sockets = Array.from({ length: count }, () => {
    const socket = net.connect(Number(port), hostname, () =>
      socket.write(`POST /relay/x/${secret()}/response HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n`));
    socket.on("error", () => {});
    return socket;
  });
  const timer = setInterval(() => sockets.forEach((s) => s.writable && s.write("a")), 1000);
  return () => {
    clearInterval(timer);
    sockets.forEach((s) => s.destroy());
  };
}

async function open(name, folder, more) {
  const before = children();
  // Straight to the worker: miniflare's own, which is in front of it, is not measured.
  const home = await start(folder, { ...more, unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] });
  home.base = String(await home.mf.unsafeGetDirectURL()).replace(/\/$/, "");
  const pid = children().find((p) => !before.includes(p));
  const first = await send(undefined, home.base, "GET", `/relay/x/${secret()}/state`, { authorization: `Bearer ${secret()}` });
  return { name, ...home, pid, first: first.took, trouble: more?.trouble, times: [], wrong: {}, panics: 0, ticks: 0, seconds: 0 };
}

function quantile(times, q) {
  times.sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * q))];
}

const variants = [
  await open("plain JavaScript", "cmd/edge/bench", { script: "plain.mjs", vars: { STATEMENTS } }),
  await open("cmd/edge", ".cache/edge/worker"),
  await open("cmd/edge, panics and slow clients", ".cache/edge/faults", { trouble: true }),
  await open("the library's default", ".cache/edge/library"),
];
if (option("--native")) {
  const base = option("--native").replace(/\/$/, "");
  const first = await send(undefined, base, "GET", "/relay/health", {});
  variants.push({ name: "native", base, pid: option("--native", 2), first: first.took, times: [], wrong: {}, panics: 0, ticks: 0, seconds: 0, stop() {} });
}
try {
  for (const v of variants) await load(v, WARM, { times: [], wrong: {}, panics: 0 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const v of variants) {
      const stop = v.trouble ? crawl(v.base, 20) : () => {};
      const before = ticks(v.pid), began = performance.now();
      await load(v, SECONDS, v);
      v.seconds += (performance.now() - began) / 1000;
      v.ticks += ticks(v.pid) - before;
      stop();
    }
  }
  console.log("| variant | requests/s | p50 ms | p99 ms | CPU ms/request | first request ms | memory MB |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const v of variants) {
    const all = v.times.length + v.panics;
    console.log(`| ${[v.name, Math.round(all / v.seconds), quantile(v.times, 0.5).toFixed(2), quantile(v.times, 0.99).toFixed(2),
      ((v.ticks * 10) / all).toFixed(2), v.first.toFixed(0), memory(v.pid).toFixed(0)].join(" | ")} |`);
  }
  for (const v of variants) {
    if (v.panics) console.log(`${v.name}: ${v.panics} panics, each answered with 500; 20 clients sent a byte a second`);
    if (Object.keys(v.wrong).length) {
      console.error(`${v.name}: unexpected replies:`, v.wrong);
      process.exitCode = 1;
    }
  }
} finally {
  for (const v of variants) await v.stop();
}
