// An issuer that others wrote (@openid4vc/openid4vci, @openid4vc/oauth2,
// @sd-jwt/sd-jwt-vc) gives a card to our wallet: at once, later, over a bad
// network, and after a nonce that went stale.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { Oauth2AuthorizationServer, Oauth2ServerErrorResponseError, preAuthorizedCodeGrantIdentifier } from "@openid4vc/oauth2";
import { Openid4vciIssuer } from "@openid4vc/openid4vci";
import * as jose from "jose";
import { callbacks, newKey, run, salt, sdJwt, temporary } from "./peer.mjs";

const execute = promisify(execFile);
const receiver = join(import.meta.dirname, "../../../.cache/interop-receive");
const vct = "https://university.example/credentials/degree/1";
const configurationId = "degree";
const batchSize = 4;

before(() => execute("go", ["build", "-o", receiver, "./scripts/interop/issuance/receive"], { cwd: join(import.meta.dirname, "../../..") }));

/** Issuer is one tenant of the other software on its own port. */
class Issuer {
  constructor({ path = "/tenant", txCode = "Grüße-7", deferred = false, staleNonces = 0 } = {}) {
    Object.assign(this, { path, txCode, deferred, staleNonces, nonces: new Set(), paths: [], code: salt(24), redeemed: 0 });
  }

  async start(t) {
    this.key = await newKey();
    const options = { callbacks: callbacks([this.key]) };
    this.vci = new Openid4vciIssuer(options);
    this.oauth = new Oauth2AuthorizationServer(options);
    this.server = createServer((request, response) => this.answer(request, response)).listen(0, "127.0.0.1");
    await once(this.server, "listening");
    t.after(() => this.server.close());
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    this.id = this.origin + this.path;
    this.metadata = this.vci.createCredentialIssuerMetadata({
      credential_issuer: this.id,
      credential_endpoint: `${this.id}/credential`,
      nonce_endpoint: `${this.id}/nonce`,
      deferred_credential_endpoint: `${this.id}/deferred`,
      batch_credential_issuance: { batch_size: batchSize },
      display: [{ name: "Université d'exemple", locale: "fr-FR" }, { name: "Example University", locale: "en-US" }],
      credential_configurations_supported: {
        [configurationId]: {
          format: "dc+sd-jwt",
          vct,
          scope: configurationId,
          cryptographic_binding_methods_supported: ["jwk"],
          credential_signing_alg_values_supported: ["ES256"],
          proof_types_supported: { jwt: { proof_signing_alg_values_supported: ["ES256"] } },
          credential_metadata: { display: [{ name: "Degree", locale: "en-US" }] },
        },
      },
    });
    this.serverMetadata = this.oauth.createAuthorizationServerMetadata({ issuer: this.id, token_endpoint: `${this.id}/token` });
    this.issuerMetadata = {
      credentialIssuer: this.metadata,
      authorizationServers: [this.serverMetadata],
      originalDraftVersion: "V1",
      knownCredentialConfigurations: this.metadata.credential_configurations_supported,
    };
    return this;
  }

  async offer() {
    const grant = { "pre-authorized_code": this.code, ...(this.txCode && { tx_code: { input_mode: "text" } }) };
    const { credentialOffer } = await this.vci.createCredentialOffer({
      issuerMetadata: this.issuerMetadata,
      credentialConfigurationIds: [configurationId],
      grants: { [preAuthorizedCodeGrantIdentifier]: grant },
    });
    return credentialOffer;
  }

  async answer(request, response) {
    let body = "";
    for await (const chunk of request) body += chunk;
    this.paths.push(request.url);
    let status = 200;
    let reply;
    try {
      [status, reply] = await this.route(request, body);
    } catch (error) {
      if (!(error instanceof Oauth2ServerErrorResponseError)) throw error;
      [status, reply] = [error.status ?? 400, error.errorResponse];
    }
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" }).end(JSON.stringify(reply));
  }

  async route(request, body) {
    switch (`${request.method} ${request.url}`) {
      case `GET /.well-known/openid-credential-issuer${this.path}`:
        return [200, this.metadata];
      case `GET /.well-known/oauth-authorization-server${this.path}`:
        return [200, this.serverMetadata];
      case `POST ${this.path}/token`:
        return [200, await this.token(request, Object.fromEntries(new URLSearchParams(body)))];
      case `POST ${this.path}/nonce`: {
        const nonce = salt(22);
        if (this.staleNonces-- <= 0) this.nonces.add(nonce);
        return [200, this.vci.createNonceResponse({ cNonce: nonce })];
      }
      case `POST ${this.path}/credential`:
        return this.credential(request, JSON.parse(body));
      case `POST ${this.path}/deferred`:
        return [200, this.vci.createDeferredCredentialResponse({ credentials: this.ready })];
    }
    return [404, { error: "not_found" }];
  }

  async token(request, accessTokenRequest) {
    const about = { headers: new Headers(request.headers), method: request.method, url: this.origin + request.url };
    const { grant } = this.oauth.parseAccessTokenRequest({ request: about, accessTokenRequest });
    await this.oauth.verifyPreAuthorizedCodeAccessTokenRequest({
      grant,
      accessTokenRequest,
      request: about,
      expectedPreAuthorizedCode: this.redeemed ? "none is left" : this.code,
      expectedTxCode: this.txCode ?? undefined,
      authorizationServerMetadata: this.serverMetadata,
    });
    this.redeemed++;
    assert.equal(accessTokenRequest.domicile_retry, undefined, "our extension went to a server that did not ask for it");
    return this.oauth.createAccessTokenResponse({
      audience: this.id,
      authorizationServer: this.id,
      expiresInSeconds: 300,
      subject: "someone",
      signer: { method: "jwk", alg: "ES256", publicJwk: this.key.publicJwk },
    });
  }

  async credential(request, credentialRequest) {
    await jose.jwtVerify(request.headers.authorization.slice("Bearer ".length), this.key.publicKey, { audience: this.id });
    const parsed = this.vci.parseCredentialRequest({ credentialRequest, issuerMetadata: this.issuerMetadata });
    assert.equal(parsed.credentialConfigurationId, configurationId);
    const credentials = [];
    for (const jwt of parsed.proofs.jwt) {
      const { nonce } = jose.decodeJwt(jwt);
      if (!this.nonces.has(nonce)) return [400, { error: "invalid_nonce" }];
      const { signer } = await this.vci.verifyCredentialRequestJwtProof({ issuerMetadata: this.issuerMetadata, jwt, expectedNonce: nonce });
      credentials.push({ credential: await this.sign(signer.publicJwk) });
    }
    if (!this.deferred) return [200, this.vci.createCredentialResponse({ credentialRequest: parsed, credentials })];
    this.ready = credentials;
    return [202, this.vci.createCredentialResponse({ credentialRequest: parsed, transactionId: "t-1", interval: 1 })];
  }

  async sign(jwk) {
    const vc = await sdJwt({ issuer: this.key });
    const claims = { iss: this.id, vct, iat: Math.floor(Date.now() / 1000), cnf: { jwk }, name: "Zoë", courses: ["law", "art"], grade: { sum: "A" } };
    return vc.issue(claims, { _sd: ["name"], _sdDecoy: 2, courses: { _sd: [0, 1] }, grade: { _sd: ["sum"] } }, { header: { kid: "key-1" } });
  }
}

async function receive(...args) {
  const { stdout } = await execute(receiver, args);
  return JSON.parse(stdout);
}

/** check holds that the copies are what the other software issued, each bound to its own key. */
async function check(issuer, { issued }) {
  assert.equal(issued.length, 1);
  assert.equal(issued[0].type, vct);
  assert.equal(issued[0].copies.length, batchSize);
  const bound = new Set();
  for (const { credential, key } of issued[0].copies) {
    const vc = await sdJwt({ issuer: { publicKey: issuer.key.publicKey } });
    const { payload } = await vc.verify(credential);
    assert.equal(payload.name, "Zoë");
    bound.add(await jose.calculateJwkThumbprint(payload.cnf.jwk));
    assert.ok(bound.has(await jose.calculateJwkThumbprint(key)));
  }
  assert.equal(bound.size, batchSize);
}

for (const path of ["", "/tenant", "/a/b-c"]) {
  test(`our wallet receives from their issuer at ${path || "/"}`, async (t) => {
    const issuer = await new Issuer({ path }).start(t);
    await check(issuer, await receive(await issuer.offer(), issuer.txCode));
  });
}

test("no transaction code is asked for", async (t) => {
  const issuer = await new Issuer({ txCode: null }).start(t);
  await check(issuer, await receive(await issuer.offer()));
});

test("a wrong transaction code is refused, the right one still counts", async (t) => {
  const issuer = await new Issuer().start(t);
  await assert.rejects(receive(await issuer.offer(), "wrong"), /the code was refused/);
  await check(issuer, await receive(await issuer.offer(), issuer.txCode));
});

test("a stale nonce is replaced once", async (t) => {
  const issuer = await new Issuer({ staleNonces: 1 }).start(t);
  await check(issuer, await receive(await issuer.offer(), issuer.txCode));
  const stubborn = await new Issuer({ staleNonces: 9 }).start(t);
  await assert.rejects(receive(await stubborn.offer(), stubborn.txCode), /offer_denied: invalid_nonce/);
});

test("the card comes later", async (t) => {
  const issuer = await new Issuer({ deferred: true }).start(t);
  const received = await receive(await issuer.offer(), issuer.txCode);
  assert.equal(received.waits, 1);
  await check(issuer, received);
});

test("a lost reply at each request that can be repeated", async (t) => {
  // Requests: 1 issuer, 2 server, 3 token, 4 nonce, 5 credential. Their token
  // endpoint keeps to one use without exception, so request 3 is not among them.
  for (const lose of [1, 2, 4, 5]) {
    const issuer = await new Issuer().start(t);
    await check(issuer, await receive("-lose", String(lose), await issuer.offer(), issuer.txCode));
  }
});

test("our command line receives the card into a vault", async (t) => {
  const help = await run(["wallet", "--help"]);
  if (!help.out.includes("receive")) return t.skip("this build has no wallet command");
  const home = await temporary(t);
  const env = { DOMICILE_PASSPHRASE: "a passphrase for a test" };
  const made = await run(["wallet", "init", "--home", home], env);
  assert.equal(made.status, 0, made.err);
  const issuer = await new Issuer().start(t);
  const received = await run(["wallet", "receive", await issuer.offer(), "--tx-code", issuer.txCode, "--home", home, "--yes"], env);
  assert.equal(received.status, 0, received.err);
  const list = await run(["wallet", "list", "--home", home], env);
  assert.match(list.out, /Degree/);
});
