// What both roles of the other software need: keys and signatures by jose and
// Web Crypto, and our own program as a child process.
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setGlobalConfig } from "@openid4vc/oauth2";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import * as jose from "jose";

// The issuers of these tests are on this machine, without TLS.
setGlobalConfig({ allowInsecureUrls: true });

export const binary = new URL("../../../bin/domicile", import.meta.url).pathname;
const site = new URL("../../../web", import.meta.url).pathname;

export const digest = (data, alg = "sha-256") => {
  const hash = createHash(alg.replace("-", ""));
  return new Uint8Array(hash.update(typeof data === "string" ? data : new Uint8Array(data)).digest());
};

export const salt = (length) => randomBytes(length).toString("base64url").slice(0, length);

/** newKey makes a P-256 key in the forms that jose and the packages want. */
export async function newKey() {
  const pair = await jose.generateKeyPair("ES256", { extractable: true });
  const publicJwk = await jose.exportJWK(pair.publicKey);
  return { ...pair, publicJwk, thumbprint: await jose.calculateJwkThumbprint(publicJwk) };
}

const signRaw = (key) => async (data) =>
  Buffer.from(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(data))).toString("base64url");

const verifyRaw = (key) => (data, signature) =>
  crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(signature, "base64url"), Buffer.from(data));

/** sdJwt is the SD-JWT VC package for one issuer's key and, for a holder, their key. */
export async function sdJwt({ issuer, holder }) {
  return new SDJwtVcInstance({
    hasher: digest,
    hashAlg: "sha-256",
    saltGenerator: salt,
    signAlg: "ES256",
    signer: issuer.privateKey && (await signRaw(issuer.privateKey)),
    verifier: verifyRaw(issuer.publicKey),
    kbSignAlg: "ES256",
    kbSigner: holder && signRaw(holder.privateKey),
    kbVerifier: async (data, signature, payload) => verifyRaw(await jose.importJWK(payload.cnf.jwk, "ES256"))(data, signature),
  });
}

/** callbacks are what the OpenID4VC packages leave to their user. */
export function callbacks(keys = []) {
  return {
    fetch,
    hash: (data, alg) => digest(data, alg),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: () => {},
    async signJwt(signer, { header, payload }) {
      const wanted = await jose.calculateJwkThumbprint(signer.publicJwk);
      const key = keys.find(({ thumbprint }) => thumbprint === wanted);
      return { jwt: await new jose.SignJWT(payload).setProtectedHeader(header).sign(key.privateKey), signerJwk: signer.publicJwk };
    },
    async verifyJwt(signer, { compact }) {
      const key = await jose.importJWK(signer.publicJwk, signer.alg);
      try {
        await jose.compactVerify(compact, key);
        return { verified: true, signerJwk: signer.publicJwk };
      } catch {
        return { verified: false };
      }
    },
  };
}

/** temporary makes a directory that the test's end removes. */
export async function temporary(t) {
  const dir = await mkdtemp(join(tmpdir(), "domicile-interop-"));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** startOffice starts our issuer and returns its origin. */
export async function startOffice(t) {
  const child = spawn(binary, ["start", "--addr", "127.0.0.1:0", "--data", await temporary(t), "--site", site], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  t.after(async () => {
    child.kill("SIGINT");
    await ended;
  });
  let text = "";
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const found = /start here +(http:\/\/[^/]+)\//.exec(text);
    if (found) return found[1];
  }
  throw new Error("our issuer did not start");
}

/** run runs our program to its end. */
export async function run(args, env = {}) {
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  return { status, out, err };
}
