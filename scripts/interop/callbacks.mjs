// What the OpenID4VC packages leave to their user: keys, signatures and
// encryption, by jose and Node; and the SD-JWT package set up for one party.
import { createHash, ECDH, randomBytes, X509Certificate } from "node:crypto";
import { setGlobalConfig } from "@openid4vc/oauth2";
import { digest, ES256, generateSalt } from "@sd-jwt/crypto-nodejs";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import * as jose from "jose";

// Their own rule is https alone; these tests run on this machine, without TLS.
setGlobalConfig({ allowInsecureUrls: true });

export const now = () => Math.floor(Date.now() / 1000);

export const hash = (data, name) => new Uint8Array(createHash(name.replace("-", "")).update(data).digest());

/** sdJwt is the SD-JWT VC package for an issuer's public key and a holder's private one. */
export async function sdJwt({ issuer, holder }) {
  return new SDJwtVcInstance({
    hasher: digest,
    hashAlg: "sha-256",
    saltGenerator: generateSalt,
    signAlg: "ES256",
    kbSignAlg: "ES256",
    ...(issuer && { verifier: await ES256.getVerifier(issuer) }),
    ...(holder && { kbSigner: await ES256.getSigner(holder) }),
    // The holder's key is the card's (RFC 9901, 7.3).
    kbVerifier: async (data, signature, payload) => (await ES256.getVerifier(payload.cnf.jwk))(data, signature),
  });
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** didKey resolves a did:key of a P-256 key: base58btc of 0x80 0x24 and the compressed point. */
function didKey(did) {
  let n = 0n;
  for (const letter of did.slice("did:key:z".length)) n = n * 58n + BigInt(base58.indexOf(letter));
  const bytes = Buffer.from(n.toString(16).padStart(70, "0"), "hex");
  if (bytes[0] !== 0x80 || bytes[1] !== 0x24) throw new Error("not a key on P-256");
  const point = ECDH.convertKey(bytes.subarray(2), "prime256v1", undefined, undefined, "uncompressed");
  return { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
}

function didUrl(url) {
  const [did] = url.split("#");
  if (did.startsWith("did:key:z")) return didKey(did);
  if (did.startsWith("did:jwk:")) return JSON.parse(Buffer.from(did.slice("did:jwk:".length), "base64url").toString());
  throw new Error(`nobody resolves ${did} here`);
}

/** chained is the key of a chain's leaf, once the chain is followed to the root. */
async function chained(x5c, root) {
  const chain = [...x5c, ...(root ? [root] : [])].map((text) => new X509Certificate(Buffer.from(text, "base64")));
  for (let i = 0; i + 1 < chain.length; i++) {
    if (!chain[i].checkIssued(chain[i + 1]) || !chain[i].verify(chain[i + 1].publicKey)) throw new Error("the chain is broken");
  }
  if (!root) throw new Error("no root to follow the chain to");
  return jose.exportJWK(chain[0].publicKey);
}

/** attested is the key of a verifier attestation, once the registrar's signature is checked. */
async function attested(text, registrar) {
  const { payload } = await jose.jwtVerify(text, await jose.importJWK(registrar, "ES256"), { typ: "verifier-attestation+jwt" });
  return payload.cnf.jwk;
}

/** callbacks for one party: key signs, believes is {root, registrar, known} to check with, decrypt is private JWKs. */
export function callbacks({ key, extra = {}, believes = {}, decrypt = [] } = {}) {
  const signerKey = async (signer, header) => {
    if (signer.method === "did") return didUrl(signer.didUrl);
    if (signer.method === "x5c") return chained(signer.x5c, believes.root);
    if (header.jwt) return attested(header.jwt, believes.registrar);
    return believes.known;
  };
  return {
    fetch: (url, options) => fetch(url, { ...options, redirect: "manual" }),
    hash,
    generateRandom: (length) => new Uint8Array(randomBytes(length)),
    async signJwt(_, { header, payload }) {
      return { jwt: await new jose.SignJWT(payload).setProtectedHeader({ ...header, ...extra }).sign(await jose.importJWK(key, "ES256")), signerJwk: key };
    },
    async verifyJwt(signer, { compact, header }) {
      const signerJwk = await signerKey(signer, header);
      await jose.compactVerify(compact, await jose.importJWK(signerJwk, header.alg));
      return { verified: true, signerJwk };
    },
    async encryptJwe({ publicJwk, alg, enc, apu, apv }, payload) {
      const bytes = (text) => text && Buffer.from(text, "base64url");
      const jwe = await new jose.CompactEncrypt(new TextEncoder().encode(payload))
        .setProtectedHeader({ alg, enc, kid: publicJwk.kid })
        .setKeyManagementParameters({ ...(apu && { apu: bytes(apu) }), ...(apv && { apv: bytes(apv) }) })
        .encrypt(await jose.importJWK(publicJwk, alg));
      return { jwe, encryptionJwk: publicJwk };
    },
    async decryptJwe(jwe) {
      const { kid, alg } = jose.decodeProtectedHeader(jwe);
      const jwk = decrypt.find((one) => one.kid === kid);
      if (!jwk) return { decrypted: false };
      const { plaintext } = await jose.compactDecrypt(jwe, await jose.importJWK(jwk, alg));
      return { decrypted: true, payload: new TextDecoder().decode(plaintext), decryptionJwk: jwk };
    },
    getX509CertificateMetadata(text) {
      const names = new X509Certificate(Buffer.from(text, "base64")).subjectAltName?.split(", ") ?? [];
      const of = (kind) => names.filter((name) => name.startsWith(kind)).map((name) => name.slice(kind.length));
      return { sanDnsNames: of("DNS:"), sanUriNames: of("URI:") };
    },
  };
}
