// The gateway's fetch, against a world of the test's own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "./home.mjs";

const page = "https://wallet.example", issuer = "https://issuer.example";
const wellKnown = `${issuer}/.well-known/openid-credential-issuer`;
let home, seen;

const world = {
  "/.well-known/openid-credential-issuer": () => new Response('{"a":1}', {
    headers: { "content-type": "application/json", "set-cookie": "a=b", "dpop-nonce": "n", "x-other": "x" },
  }),
  "/.well-known/openid-configuration": () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } }),
  "/.well-known/jwt-vc-issuer": () => new Response("A".repeat((256 << 10) + 1)),
  "/.well-known/did.json": () => new Response("A".repeat(256 << 10)),
  "/oid/token": async (request) => new Response(await request.text(), { status: 400, headers: { "content-type": "text/plain" } }),
  "/.well-known/oauth-authorization-server": () => new Promise((resolve) => setTimeout(() => resolve(new Response("late")), 20_000).unref()),
};

before(async () => {
  home = await start(".cache/edge/worker", {
    vars: { RELAY_PAGES: page, RELAY_TARGETS: `${issuer} /oid/` },
    outboundService: (request) => {
      seen = request;
      const { origin, pathname } = new URL(request.url);
      if (origin !== issuer) return new Response("reached another origin", { status: 200 });
      return world[pathname](request);
    },
  });
});
after(() => home.stop());

function ask(url, { origin = page, ...more } = {}) {
  return fetch(`${home.base}/relay/fetch`, {
    method: "POST", headers: { origin, "content-type": "application/json" }, body: JSON.stringify({ method: "GET", url, ...more }),
  });
}

test("a document passes with the headers that are needed, and no cookie", async () => {
  const reply = await ask(wellKnown, { headers: { accept: "application/json" } });
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("access-control-allow-origin"), page);
  assert.deepEqual(await reply.json(), { status: 200, headers: { "content-type": "application/json", "dpop-nonce": "n" }, body: '{"a":1}' });
  assert.equal(seen.headers.get("accept"), "application/json");
  assert.equal(seen.headers.get("cookie"), null);
  assert.equal(seen.headers.get("origin"), null);
});

test("a post below the listed path passes, and an error of the other server too", async () => {
  const reply = await ask(`${issuer}/oid/token`, { method: "POST", headers: { "content-type": "text/plain" }, body: "grant" });
  assert.deepEqual(await reply.json(), { status: 400, headers: { "content-type": "text/plain" }, body: "grant" });
});

test("the largest body passes", async () => {
  assert.equal((await (await ask(`${issuer}/.well-known/did.json`)).json()).body.length, 256 << 10);
});

for (const [defect, url, more, status, kind] of [
  ["a redirect", `${issuer}/.well-known/openid-configuration`, {}, 502, "relay_gateway_redirect"],
  ["a body too large", `${issuer}/.well-known/jwt-vc-issuer`, {}, 502, "relay_gateway_size"],
  ["a server too slow", `${issuer}/.well-known/oauth-authorization-server`, {}, 504, "relay_gateway_slow"],
  ["a path not listed", `${issuer}/admin`, {}, 403, "relay_gateway_target"],
  ["an origin not listed", "https://elsewhere.example/.well-known/did.json", {}, 403, "relay_gateway_target"],
  ["an address of this machine", "https://127.0.0.1/.well-known/did.json", {}, 403, "relay_gateway_target"],
  ["another site's page", wellKnown, { origin: "https://evil.example" }, 403, "relay_gateway_page"],
  ["a header that is not passed on", wellKnown, { headers: { cookie: "a=b" } }, 400, "relay_body"],
]) {
  test(`${defect} is refused`, async () => {
    const reply = await ask(url, more);
    assert.equal(reply.status, status);
    assert.equal((await reply.json()).kind, kind);
  });
}
