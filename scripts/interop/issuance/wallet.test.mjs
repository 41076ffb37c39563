// A wallet that others wrote (@openid4vc/openid4vci, @sd-jwt/sd-jwt-vc) takes a
// card from our issuer, checks it, and shows it to their verifier and to ours.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Openid4vciClient } from "@openid4vc/openid4vci";
import * as jose from "jose";
import { callbacks, newKey, run, sdJwt, startOffice, temporary } from "./peer.mjs";

const copies = 10;

async function makeOffer(origin, person) {
  const response = await fetch(`${origin}/office/api/offers`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ person }),
  });
  assert.equal(response.status, 201);
  return response.json();
}

/** receive is the whole flow in their wallet; the offer is by value or by reference. */
async function receive(client, text, txCode, keys) {
  const credentialOffer = await client.resolveCredentialOffer(text);
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
  assert.equal(issuerMetadata.originalDraftVersion, "V1");
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode });
  const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
  const [credentialConfigurationId] = credentialOffer.credential_configuration_ids;
  const proofs = { jwt: [] };
  for (const key of keys) {
    const signer = { method: "jwk", alg: "ES256", publicJwk: key.publicJwk };
    proofs.jwt.push((await client.createCredentialRequestJwtProof({ issuerMetadata, credentialConfigurationId, signer, nonce })).jwt);
  }
  const accessToken = accessTokenResponse.access_token;
  const { credentialResponse } = await client.retrieveCredentials({ issuerMetadata, accessToken, credentialConfigurationId, proofs });
  return { credentialResponse, issuerMetadata, accessToken, issuer: credentialOffer.credential_issuer };
}

/** issuerKey finds our key as a stranger does: by the JWT VC issuer metadata and the kid. */
async function issuerKey(issuer, token) {
  const url = new URL(issuer);
  const metadata = await (await fetch(`${url.origin}/.well-known/jwt-vc-issuer${url.pathname}`)).json();
  assert.equal(metadata.issuer, issuer);
  const { kid } = jose.decodeProtectedHeader(token.split("~")[0]);
  return jose.importJWK(metadata.jwks.keys.find((key) => key.kid === kid), "ES256");
}

test("their wallet receives, verifies and shows our card", async (t) => {
  const origin = await startOffice(t);
  for (const way of ["offer", "offer_uri"]) {
    const keys = await Promise.all(Array.from({ length: copies }, newKey));
    const client = new Openid4vciClient({ callbacks: callbacks(keys) });
    const made = await makeOffer(origin, "kofi");
    const { credentialResponse, issuerMetadata, accessToken, issuer } = await receive(client, made[way], made.tx_code, keys);
    assert.equal(credentialResponse.credentials.length, copies);

    const publicKey = await issuerKey(issuer, credentialResponse.credentials[0].credential);
    for (const [i, { credential }] of credentialResponse.credentials.entries()) {
      const vc = await sdJwt({ issuer: { publicKey }, holder: keys[i] });
      const { payload } = await vc.verify(credential);
      assert.equal(payload.given_name, "Kofi");
      assert.deepEqual(payload.nationalities, ["GH", "GB"]);
      assert.equal(payload.age_equal_or_over["18"], true);
      assert.equal(payload.vct, "urn:domicile:residency-card:1");
      assert.equal(await jose.calculateJwkThumbprint(payload.cnf.jwk), keys[i].thumbprint);
    }

    await t.test(`one claim of a card (${way}), shown to both verifiers`, async (t) => {
      const vc = await sdJwt({ issuer: { publicKey }, holder: keys[0] });
      const kb = { payload: { iat: Math.floor(Date.now() / 1000), aud: "redirect_uri:https://door.example/", nonce: "nonce-of-the-door" } };
      const shown = await vc.present(credentialResponse.credentials[0].credential, { age_equal_or_over: { 18: true } }, { kb });
      const { payload } = await vc.verify(shown, { keyBindingNonce: kb.payload.nonce });
      assert.deepEqual(payload.age_equal_or_over, { 18: true });
      assert.equal(payload.given_name, undefined);

      const trust = join(await temporary(t), "trust.json");
      await writeFile(trust, await (await fetch(`${origin}/trust/list.json`)).text());
      const { out } = await run(["verify", "--json", "--trust", trust, "--nonce", kb.payload.nonce, "--audience", kb.payload.aud, shown]);
      const verdict = JSON.parse(out);
      // A practice card never counts on the command line: its anchor is of scope test.
      assert.equal(verdict.kind, "issuer_test_only", out);
      for (const { step, result } of verdict.steps) {
        if (["envelope", "format", "signature", "time", "holder"].includes(step)) assert.equal(result, "pass", `${step}: ${out}`);
      }
      assert.equal(verdict.holder, "proven");
      assert.deepEqual(verdict.claims.age_equal_or_over, { 18: true });
    });

    await client.sendNotification({
      issuerMetadata,
      accessToken,
      notification: { notificationId: credentialResponse.notification_id, event: "credential_accepted" },
    });
  }
  const { count, issued } = await (await fetch(`${origin}/office/api/issued`)).json();
  assert.equal(count, 2);
  assert.equal(issued[0].event, "credential_accepted");
});

test("their wallet is refused a wrong code and a second use by the standard's names", async (t) => {
  const origin = await startOffice(t);
  const keys = [await newKey()];
  const client = new Openid4vciClient({ callbacks: callbacks(keys) });
  const made = await makeOffer(origin, "ana");
  const wrong = made.tx_code === "000000" ? "000001" : "000000";
  const invalidGrant = (error) => error.errorResponse?.error === "invalid_grant";
  await assert.rejects(receive(client, made.offer, wrong, keys), invalidGrant);
  await receive(client, made.offer, made.tx_code, keys);
  await assert.rejects(receive(client, made.offer, made.tx_code, keys), invalidGrant);
});
