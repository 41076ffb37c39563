// A wallet that others wrote: @openid4vc/openid4vp for the exchange, and
// @sd-jwt/sd-jwt-vc for the card.
//
//   {"op":"present", link, card, holder, frame, believes, metadata} -> {"status","reply","client","posted"}
//   {"op":"dcPresent", request, origin, …} -> {"data","client"}
//   {"op":"seal", jwk, enc, payload, …} -> JWE   {"op":"open", jwk, jwe} -> payload and header
import { randomBytes } from "node:crypto";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import * as jose from "jose";
import { callbacks, hash, now, sdJwt } from "./callbacks.mjs";
import { obey } from "./commands.mjs";

const encrypts = {
  authorization_signing_alg_values_supported: [],
  authorization_encryption_alg_values_supported: ["ECDH-ES"],
  authorization_encryption_enc_values_supported: ["A128GCM", "A256GCM"],
};

const metadata = {
  vp_formats_supported: { "dc+sd-jwt": { "sd-jwt_alg_values": ["ES256"], "kb-jwt_alg_values": ["ES256"] } },
  client_id_prefixes_supported: ["redirect_uri", "x509_san_dns"],
  request_object_signing_alg_values_supported: ["ES256"],
};

/** show presents the card to the verifier of a request. */
async function show(c, resolved, audience) {
  const payload = resolved.authorizationRequestPayload;
  const hashes = (resolved.transactionData ?? []).map(({ encoded }) => Buffer.from(hash(encoded, "sha-256")).toString("base64url"));
  const party = await sdJwt({ holder: c.holder });
  return party.present(c.card, c.frame, {
    kb: {
      payload: {
        iat: now(), aud: audience, nonce: c.nonce ?? payload.nonce,
        ...(hashes.length > 0 && !c.silent && { transaction_data_hashes: hashes, transaction_data_hashes_alg: "sha-256" }),
      },
    },
  });
}

async function answer(client, c, resolved, audience) {
  const payload = resolved.authorizationRequestPayload;
  const [query] = resolved.dcql.query.credentials;
  return client.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: payload,
    origin: c.origin,
    authorizationResponsePayload: { vp_token: { [query.id]: [await show(c, resolved, audience)] } },
    ...(payload.response_mode?.endsWith(".jwt") && {
      jarm: { encryption: { nonce: randomBytes(16).toString("base64url") }, serverMetadata: encrypts },
    }),
  });
}

async function open(client, c, authorizationRequestPayload) {
  return client.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload,
    origin: c.origin,
    ...(c.post && { wallet: { metadata, nonce: "their-nonce" } }),
  });
}

await obey({
  async present(c) {
    const client = new Openid4vpClient({ callbacks: callbacks({ believes: c.believes }) });
    const { params } = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: c.link });
    const resolved = await open(client, c, params);
    const { authorizationResponsePayload, jarm } = await answer(client, c, resolved, c.audience ?? resolved.client.effective);
    const { response } = await client.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: resolved.authorizationRequestPayload,
      authorizationResponsePayload,
      ...(jarm && { jarm: { responseJwt: jarm.responseJwt } }),
    });
    return { status: response.status, reply: await response.json().catch(() => null), client: resolved.client, version: resolved.version };
  },
  async dcPresent(c) {
    const client = new Openid4vpClient({ callbacks: callbacks({ believes: c.believes }) });
    const resolved = await open(client, c, c.request);
    const { authorizationResponsePayload, jarm } = await answer(client, c, resolved, `origin:${c.origin}`);
    return { data: jarm ? { response: jarm.responseJwt } : authorizationResponsePayload, client: resolved.client };
  },
  async seal(c) {
    const bytes = (text) => text && Buffer.from(text);
    return new jose.CompactEncrypt(new TextEncoder().encode(c.payload))
      .setProtectedHeader({ alg: "ECDH-ES", enc: c.enc, ...(c.jwk.kid && { kid: c.jwk.kid }) })
      .setKeyManagementParameters({ ...(c.apu && { apu: bytes(c.apu) }), ...(c.apv && { apv: bytes(c.apv) }) })
      .encrypt(await jose.importJWK(c.jwk, "ECDH-ES"));
  },
  async open(c) {
    const { plaintext, protectedHeader } = await jose.compactDecrypt(c.jwe, await jose.importJWK(c.jwk, "ECDH-ES"));
    return { payload: new TextDecoder().decode(plaintext), header: protectedHeader };
  },
});
