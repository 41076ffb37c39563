// What the relay costs where no Go is: a worker of a few lines that does the same
// statements on D1 for the routes of an exchange. It is a measure and no relay:
// it trusts what it is sent.
const encoder = new TextEncoder();
const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const sha256 = async (text) => base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text))));
const digest = (label, text) => sha256(`domicile relay ${label}\0${text}`);
const headers = {
  "content-type": "application/json", "cache-control": "no-store", "access-control-allow-origin": "*",
  "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
};
const json = (status, value) => new Response(status === 204 ? null : JSON.stringify(value), { status, headers });

let key, day;
async function pseudonym(env, address) {
  const today = new Date().toISOString().slice(0, 10);
  if (day !== today) {
    key = await crypto.subtle.importKey("raw", encoder.encode(env.RELAY_SECRET + today), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    day = today;
  }
  return base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(address))).slice(0, 16));
}

const routes = {
  async PUT({ run, request, body, id, token, now }) {
    const { request: object, mode, live, redirect_uri, lifetime } = JSON.parse(body);
    const address = request.headers.get("cf-connecting-ip") ?? "";
    await run("quota_count", await pseudonym(run.env, address), "create", Math.floor(now / 600), 600);
    const expires = now + (lifetime ?? 120);
    await run("exchange_create", id, token, await digest("terms", body), mode, Number(live), redirect_uri ?? "", object, now, expires);
    return json(201, { expires_at: new Date(expires * 1000).toISOString() });
  },
  async request({ run, id, now }) {
    const [row] = await run("request_open", id, now, 1000);
    return row ? new Response(row[0], { headers: { ...headers, "content-type": "application/oauth-authz-req+jwt" } }) : json(404, {});
  },
  async response({ run, request, body, id, now }) {
    const address = request.headers.get("cf-connecting-ip") ?? "";
    await run("quota_count", await pseudonym(run.env, address), "post", Math.floor(now / 600), 1200);
    const [row] = await run("response_answer", id, now, body.padEnd(1024), await sha256(body), "direct_post.jwt", base64url(crypto.getRandomValues(new Uint8Array(16))));
    return row?.[0] ? json(200, {}) : json(400, {});
  },
  async state({ run, id, token, now }) {
    const [row] = await run("page_state", id, token, now);
    if (!row) return json(404, {});
    return json(200, { version: row[0], opened: row[1], crowded: Boolean(row[2]), state: row[4] ? "answered" : "waiting" });
  },
  async claim({ run, body, id, token, now }) {
    const [row] = await run("page_claim", id, token, now, await digest("claim", JSON.parse(body).claim), now + 30, "");
    return row ? json(200, { body: row[0].trimEnd(), padding: "" }) : json(409, {});
  },
  async ack({ run, body, id, token, now }) {
    await run("page_ack", id, token, now, await digest("claim", JSON.parse(body).claim));
    return json(204);
  },
};

export default {
  async fetch(request, env) {
    const [, , , given, action] = new URL(request.url).pathname.split("/");
    const run = (name, ...args) => env.DB.prepare(env.STATEMENTS[name]).bind(...args).raw();
    run.env = env;
    const body = request.body ? await request.text() : "";
    const bearer = (request.headers.get("authorization") ?? "").slice(7);
    return routes[action ?? "PUT"]({
      run, request, body, id: await digest("id", given), token: await digest("token", bearer), now: Math.floor(Date.now() / 1000),
    });
  },
};
