// What implementations that others wrote say of the same data: @sd-jwt/sd-jwt-vc
// for cards and @openid4vc/openid4vp for requests.
import { createHash, webcrypto } from "node:crypto";
import { digest, ES256, generateSalt } from "@sd-jwt/crypto-nodejs";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { Openid4vpClient, Openid4vpVerifier, parseOpenid4VpAuthorizationResponsePayload } from "@openid4vc/openid4vp";
import { obey } from "./commands.mjs";

globalThis.crypto ??= webcrypto;

const hash = async (data, name) => createHash(name.replace("-", "")).update(data).digest();
const callbacks = { hash, generateRandom: (bytes) => webcrypto.getRandomValues(new Uint8Array(bytes)) };

// kbVerifier takes the holder's key from the card, as RFC 9901 section 7.3 demands.
async function kbVerifier(data, signature, payload) {
  return (await ES256.getVerifier(payload.cnf.jwk))(data, signature);
}

async function instance({ issuer, issuerPublic, holder, hashAlg }) {
  return new SDJwtVcInstance({
    hasher: digest,
    hashAlg: hashAlg || "sha-256",
    saltGenerator: generateSalt,
    signAlg: "ES256",
    kbSignAlg: "ES256",
    ...(issuer && { signer: await ES256.getSigner(issuer) }),
    ...(issuerPublic && { verifier: await ES256.getVerifier(issuerPublic) }),
    ...(holder && { kbSigner: await ES256.getSigner(holder) }),
    kbVerifier,
  });
}

const operations = {
  issue: async (c) => (await instance(c)).issue(c.claims, c.frame),
  present: async (c) => (await instance(c)).present(c.token, c.frame, c.kb && { kb: { payload: c.kb } }),
  verify: async (c) => {
    const { payload, kb } = await (await instance(c)).verify(c.token, {
      currentDate: c.now,
      ...(c.nonce && { keyBindingNonce: c.nonce }),
    });
    return { payload, kb: kb?.payload };
  },
  flattened: async (c) => JSON.stringify((await instance(c)).toFlattenJSON(c.token).toJson()),
  requestParse: async (c) => {
    const client = new Openid4vpClient({ callbacks });
    const parsed = client.parseOpenid4vpAuthorizationRequest({ authorizationRequest: c.text });
    const resolved = await client.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: parsed.params,
      responseMode: { type: "fragment" },
    });
    return { params: parsed.params, client: resolved.client, dcql: resolved.dcql };
  },
  requestBuild: async (c) => {
    const verifier = new Openid4vpVerifier({ callbacks });
    const { authorizationRequest } = await verifier.createOpenId4vpAuthorizationRequest({
      scheme: "openid4vp://",
      authorizationRequestPayload: c.payload,
    });
    return authorizationRequest;
  },
  answerParse: async (c) => {
    const values = Object.fromEntries(new URLSearchParams(c.fragment));
    const answer = parseOpenid4VpAuthorizationResponsePayload({ ...values, vp_token: JSON.parse(values.vp_token) });
    return { token: new Openid4vpVerifier({ callbacks }).parseDcqlVpToken(answer.vp_token), state: answer.state };
  },
};

await obey(operations);
