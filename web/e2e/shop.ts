// A verifier that somebody else made: a small server with the libraries of
// others, which asks by reference and takes encrypted answers.

import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { base64url, compactDecrypt, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";

export interface Shop {
  origin: string;
  /** A fresh question as a link. */
  ask(more?: Record<string, unknown>): string;
  /** The digits on the shop's screen, once a wallet has opened the question. */
  digits(): string;
  /** What wallets posted, in order. */
  received: string[];
  /** Answers get no reply, though they arrive. */
  losing: boolean;
  /** Where the shop sends people after an answer; "" for nowhere. */
  redirect: string;
  /** The presentations of the last answer. */
  presentations(): Promise<string[]>;
  close(): Promise<void>;
}

interface Keys {
  id: string;
  sign: CryptoKey;
  decrypt: CryptoKey;
  encryption: JWK;
}

async function makeKeys(): Promise<Keys> {
  const signing = await generateKeyPair("ES256");
  const reading = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
  const id = `did:jwk:${base64url.encode(JSON.stringify(await exportJWK(signing.publicKey)))}`;
  const encryption = { ...(await exportJWK(reading.publicKey)), kid: "answer", alg: "ECDH-ES", use: "enc" };
  return { id, sign: signing.privateKey, decrypt: reading.privateKey, encryption };
}

const over18 = {
  id: "card",
  format: "dc+sd-jwt",
  meta: { vct_values: ["urn:domicile:residency-card:1"] },
  claims: [{ path: ["age_equal_or_over", "18"] }],
};

/** startShop serves on a free port of this machine, for any page. */
export async function startShop(): Promise<Shop> {
  const keys = await makeKeys();
  const asked = { nonce: "", walletNonce: "", more: {} as Record<string, unknown> };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientID = `decentralized_identifier:${keys.id}`;

  const object = async (walletNonce: string) => {
    asked.walletNonce = walletNonce;
    return new SignJWT({
      client_id: clientID,
      response_type: "vp_token",
      response_mode: "direct_post.jwt",
      response_uri: `${origin}/response`,
      nonce: asked.nonce,
      state: "state-0123456789abcdef",
      aud: "https://self-issued.me/v2",
      wallet_nonce: walletNonce,
      dcql_query: { credentials: [over18] },
      client_metadata: {
        client_name: "Harbour Shop",
        vp_formats_supported: { "dc+sd-jwt": {} },
        jwks: { keys: [keys.encryption] },
        encrypted_response_enc_values_supported: ["A128GCM"],
      },
      domicile_purpose: "To sell wine to adults only",
      ...asked.more,
    })
      .setProtectedHeader({ alg: "ES256", typ: "oauth-authz-req+jwt", kid: `${keys.id}#0` })
      .setExpirationTime("2m")
      .sign(keys.sign);
  };

  const shop: Shop = {
    origin,
    received: [],
    losing: false,
    redirect: "",
    ask(more = {}) {
      Object.assign(asked, { nonce: randomBytes(16).toString("base64url"), walletNonce: "", more });
      return `openid4vp://?client_id=${encodeURIComponent(clientID)}&request_uri=${encodeURIComponent(`${origin}/request`)}&request_uri_method=post`;
    },
    digits() {
      const sum = createHash("sha256").update(`domicile check code\0${asked.nonce}\0${asked.walletNonce}`).digest();
      return String(sum.readBigUInt64BE() % 100n).padStart(2, "0");
    },
    async presentations() {
      const sealed = new URLSearchParams(shop.received.at(-1)).get("response") ?? "";
      const { plaintext } = await compactDecrypt(sealed, keys.decrypt);
      const { vp_token } = JSON.parse(new TextDecoder().decode(plaintext)) as { vp_token: Record<string, string[]> };
      return vp_token["card"] ?? [];
    },
    close: () => new Promise((done) => server.close(() => done())),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (request.url === "/request") {
      const nonce = new URLSearchParams(body).get("wallet_nonce") ?? "";
      response.setHeader("Content-Type", "application/oauth-authz-req+jwt").end(await object(nonce));
    } else if (request.url === "/response") {
      shop.received.push(body);
      if (shop.losing) return void response.destroy();
      response.setHeader("Content-Type", "application/json").end(JSON.stringify(shop.redirect ? { redirect_uri: shop.redirect } : {}));
    } else {
      response.setHeader("Content-Type", "text/html").end("<!doctype html><title>Shop</title><h1>Thank you</h1>");
    }
  }
  return shop;
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
