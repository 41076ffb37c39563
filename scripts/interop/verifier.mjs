// A verifier that others wrote: @openid4vc/openid4vp behind real HTTP, and
// @sd-jwt/sd-jwt-vc for the cards.
//
//   {"op":"listen"} -> {"origin"}
//   {"op":"ask", client_id, signer, key, header, mode, way, state, query, transactions, aud, n} -> {"link"}
//   {"op":"answer", n} -> what it made of the answer to question n
//   {"op":"dcAsk", …} -> {"request"}   {"op":"dcAnswer", response, …}
import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Openid4vpVerifier } from "@openid4vc/openid4vp";
import * as jose from "jose";
import { callbacks, now, sdJwt } from "./callbacks.mjs";
import { obey } from "./commands.mjs";

const questions = new Map();
let origin;

const body = async (stream) => {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
};

/** keysFor are a fresh key for the answer, and what the request says of it. */
async function keysFor(crv = "P-256") {
  const pair = await jose.generateKeyPair("ECDH-ES", { crv, extractable: true });
  const kid = randomUUID();
  return {
    secret: { ...(await jose.exportJWK(pair.privateKey)), kid, alg: "ECDH-ES" },
    public: { ...(await jose.exportJWK(pair.publicKey)), kid, alg: "ECDH-ES", use: "enc" },
  };
}

/** payloadFor are the request's parameters. */
function payloadFor(c, keys) {
  return {
    ...(c.client_id && { client_id: c.client_id }),
    response_type: "vp_token",
    ...(c.mode && { response_mode: c.mode }),
    nonce: randomBytes(16).toString("base64url"),
    dcql_query: c.query,
    ...(c.transactions && { transaction_data: c.transactions.map((one) => Buffer.from(JSON.stringify(one)).toString("base64url")) }),
    client_metadata: {
      client_name: "Their verifier",
      vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
      ...(keys && { jwks: { keys: [keys.public] } }),
      ...(keys && c.enc && { encrypted_response_enc_values_supported: c.enc }),
    },
  };
}

/** create makes the request: an address, and where it is signed, its object. */
function create(question, walletNonce) {
  const { c, payload, callbacks } = question;
  const verifier = new Openid4vpVerifier({ callbacks });
  return verifier.createOpenId4vpAuthorizationRequest({
    scheme: "openid4vp://",
    authorizationRequestPayload: { ...payload, ...(walletNonce && { wallet_nonce: walletNonce }) },
    ...(walletNonce && { wallet: { expectedNonce: walletNonce } }),
    ...(c.signer && {
      jar: {
        jwtSigner: c.signer,
        requestUri: c.way === "wrapped" || c.origins ? undefined : `${origin}/request/${c.n}`,
        expiresInSeconds: 60,
        ...(c.aud && { additionalJwtPayload: { aud: c.aud } }),
      },
    }),
  });
}

async function ask(c) {
  const keys = c.mode?.endsWith(".jwt") ? await keysFor(c.crv) : undefined;
  const payload = payloadFor(c, keys);
  if (c.origins) payload.expected_origins = c.signer ? c.origins : undefined;
  else {
    payload[c.mode ? "response_uri" : "redirect_uri"] = `${origin}/answer/${c.n}`;
    payload.state = randomBytes(16).toString("base64url");
  }
  const question = { c, payload, callbacks: callbacks({ key: c.key, extra: c.header, decrypt: keys ? [keys.secret] : [] }) };
  questions.set(c.n, question);
  return { question, ...(await create(question)) };
}

/** judge reads an answer and verifies every presentation as the question wants it. */
async function judge({ c, payload, callbacks }, answer, audience) {
  const verifier = new Openid4vpVerifier({ callbacks });
  const read = await verifier.parseOpenid4vpAuthorizationResponse({
    authorizationResponse: answer, authorizationRequestPayload: payload, origin: c.origins?.[0], callbacks,
  });
  const cards = {};
  const hashes = {};
  for (const [id, presentations] of Object.entries(read.dcql.presentations)) {
    cards[id] = [];
    for (const presentation of presentations) {
      const party = await sdJwt({ issuer: c.issuer });
      const { payload: claims, kb } = await party.verify(presentation, { currentDate: now(), keyBindingNonce: read.expectedNonce });
      if (kb.payload.aud !== audience) throw new Error(`the proof is for ${kb.payload.aud}, not ${audience}`);
      cards[id].push(claims);
      hashes[id] = [kb.payload].filter((one) => one.transaction_data_hashes);
    }
  }
  const transactions = payload.transaction_data
    ? await verifier.verifyTransactionData({ transactionData: payload.transaction_data, credentials: hashes })
    : [];
  return { cards, transactions: transactions.length, jarm: read.jarm?.type, header: answer.response && jose.decodeProtectedHeader(answer.response) };
}

async function serve(request, response) {
  const [, kind, n] = request.url.split("/");
  const question = questions.get(Number(n));
  const form = Object.fromEntries(new URLSearchParams(await body(request)));
  if (kind === "request") {
    const { jar } = await create(question, form.wallet_nonce);
    response.writeHead(200, { "Content-Type": "application/oauth-authz-req+jwt" }).end(jar.authorizationRequestJwt);
    return;
  }
  question.posted = form;
  if (form.error) question.outcome = { declined: form.error };
  else {
    const answer = form.response ? form : { ...form, vp_token: JSON.parse(form.vp_token) };
    question.outcome = await judge(question, answer, question.payload.client_id);
  }
  question.code = randomBytes(16).toString("base64url");
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ redirect_uri: `${origin}/done#response_code=${question.code}` }));
}

const server = createServer((request, response) => {
  serve(request, response).catch((error) => {
    const [, , n] = request.url.split("/");
    if (questions.has(Number(n))) questions.get(Number(n)).outcome = { complaint: String(error?.message ?? error) };
    response.writeHead(400, { "Content-Type": "application/json" }).end(JSON.stringify({ error: "invalid_request" }));
  });
});

await obey({
  async listen() {
    await new Promise((resolve) => server.listen(0, "localhost", resolve));
    server.unref();
    origin = `http://localhost:${server.address().port}`;
    return { origin };
  },
  async ask(c) {
    const { authorizationRequest } = await ask(c);
    return { link: authorizationRequest + (c.way === "post" ? "&request_uri_method=post" : "") };
  },
  async answer({ n, fragment }) {
    const question = questions.get(n);
    if (fragment) {
      const values = Object.fromEntries(new URLSearchParams(fragment));
      question.outcome = await judge(question, { ...values, vp_token: JSON.parse(values.vp_token) }, question.payload.client_id);
    }
    return { ...question.outcome, code: question.code, posted: question.posted && Object.keys(question.posted).sort() };
  },
  async dcAsk(c) {
    const { authorizationRequestObject } = await ask(c);
    return { request: c.signer ? { request: authorizationRequestObject.request } : authorizationRequestObject };
  },
  async dcAnswer({ n, response }) {
    const question = questions.get(n);
    return judge(question, response, `origin:${question.c.origins[0]}`);
  },
});
server.close();
