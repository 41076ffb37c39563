// A wallet that is not ours, for what another person's wallet does: it follows the
// standards with libraries of others, and makes the mistakes that a test wants.

import { createHash, webcrypto } from "node:crypto";
import { CompactEncrypt, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWK } from "jose";
import type { Site } from "./site";
import { makeOffer } from "./people";

interface Metadata {
  jwks?: { keys: (JWK & { kid: string })[] };
}

/** A request object's claims, as far as they are needed. */
export interface Asked {
  client_id: string;
  nonce: string;
  state?: string;
  response_mode: string;
  response_uri: string;
  dcql_query: { credentials: { id: string; claims?: { path: (string | number | null)[] }[] }[] };
  client_metadata: Metadata;
  domicile_check_code?: boolean;
  wallet_nonce?: string;
  transaction_data?: string[];
}

const form = { "Content-Type": "application/x-www-form-urlencoded" };
const sha256 = (text: string) => createHash("sha256").update(text).digest();

export class WalletDouble {
  walletNonce = Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString("base64url");

  private constructor(
    private readonly card: string,
    private readonly key: webcrypto.CryptoKey,
  ) {}

  /** receive gets a card of a person from the demo office. */
  static async receive(site: Site, person: string): Promise<WalletDouble> {
    const { offer_uri, tx_code } = await makeOffer(site, person);
    const offer = JSON.parse(new URLSearchParams(offer_uri.slice(offer_uri.indexOf("?"))).get("credential_offer") ?? "null") as {
      credential_issuer: string;
      credential_configuration_ids: string[];
      grants: Record<string, { "pre-authorized_code": string }>;
    } | null;
    const read = offer ?? ((await (await fetch(new URLSearchParams(offer_uri.slice(offer_uri.indexOf("?"))).get("credential_offer_uri")!)).json()) as NonNullable<typeof offer>);
    const issuer = read.credential_issuer;
    const url = new URL(issuer);
    const metadata = (await (await fetch(`${url.origin}/.well-known/openid-credential-issuer${url.pathname.replace(/\/$/, "")}`)).json()) as Record<string, string>;
    const server = (await (await fetch(`${url.origin}/.well-known/oauth-authorization-server${url.pathname.replace(/\/$/, "")}`)).json()) as Record<string, string>;
    const grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    const token = (await (await fetch(server["token_endpoint"]!, {
      method: "POST", headers: form, body: new URLSearchParams({ grant_type: grant, "pre-authorized_code": read.grants[grant]!["pre-authorized_code"], tx_code }),
    })).json()) as { access_token: string };
    const { c_nonce } = (await (await fetch(metadata["nonce_endpoint"]!, { method: "POST" })).json()) as { c_nonce: string };
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const proof = await new SignJWT({ nonce: c_nonce }).setProtectedHeader({ alg: "ES256", typ: "openid4vci-proof+jwt", jwk: await exportJWK(publicKey) })
      .setAudience(issuer).setIssuedAt().sign(privateKey);
    const reply = await fetch(metadata["credential_endpoint"]!, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token.access_token}` },
      body: JSON.stringify({ credential_configuration_id: read.credential_configuration_ids[0], proofs: { jwt: [proof] } }),
    });
    const { credentials } = (await reply.json()) as { credentials: { credential: string }[] };
    return new WalletDouble(credentials[0]!.credential, privateKey as webcrypto.CryptoKey);
  }

  /** open follows a code: by value, or by reference with our nonce. */
  async open(code: string): Promise<Asked> {
    const outer = new URLSearchParams(code.slice(code.indexOf("?")));
    const reference = outer.get("request_uri");
    if (!reference) return byValue(outer);
    const reply = await fetch(reference, { method: "POST", headers: form, body: new URLSearchParams({ wallet_nonce: this.walletNonce }) });
    if (reply.status !== 200) throw new Error(`the relay answered ${reply.status}: ${await reply.text()}`);
    return this.check(await reply.text(), outer.get("client_id")!);
  }

  /** The verifier proves to hold the key of its did:jwk. */
  private async check(object: string, clientId: string): Promise<Asked> {
    const asked = decodeJwt(object) as unknown as Asked;
    const jwk = JSON.parse(Buffer.from(clientId.split("did:jwk:")[1]!, "base64url").toString()) as JWK;
    await jwtVerify(object, await importJWK(jwk, "ES256"));
    if (decodeProtectedHeader(object).typ !== "oauth-authz-req+jwt" || asked.client_id !== clientId || asked.wallet_nonce !== this.walletNonce) throw new Error("not our request");
    return asked;
  }

  /** The digits that the verifier must show. */
  digits({ nonce }: Asked): string {
    const n = sha256(`domicile check code\0${nonce}\0${this.walletNonce}`).readBigUInt64BE() % 100n;
    return String(n).padStart(2, "0");
  }

  /** presentation shows the claims that are asked for, with a proof that a test may spoil. */
  async presentation(asked: Asked, spoil: { nonce?: string; audience?: string } = {}): Promise<Record<string, string[]>> {
    const [jwt, ...disclosures] = this.card.split("~").slice(0, -1);
    const query = asked.dcql_query.credentials[0]!;
    const wanted = new Set((query.claims ?? []).flatMap(({ path }) => path.map(String)));
    const names = (text: string) => JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
    const chosen = disclosures.filter((text) => wanted.has(String(names(text)[1])));
    const shown = `${[jwt, ...chosen].join("~")}~`;
    const hashes = (asked.transaction_data ?? []).map((text) => sha256(text).toString("base64url"));
    const proof = await new SignJWT({
      nonce: spoil.nonce ?? asked.nonce, sd_hash: sha256(shown).toString("base64url"),
      ...(hashes.length ? { transaction_data_hashes: hashes, transaction_data_hashes_alg: "sha-256" } : {}),
    }).setProtectedHeader({ alg: "ES256", typ: "kb+jwt" }).setAudience(spoil.audience ?? asked.client_id).setIssuedAt().sign(this.key);
    return { [query.id]: [shown + proof] };
  }

  /** sealed encrypts an answer for the verifier's key. */
  async sealed({ client_metadata, state }: Asked, vp_token: Record<string, string[]>): Promise<string> {
    const key = client_metadata.jwks!.keys[0]!;
    const text = JSON.stringify({ vp_token, ...(state ? { state } : {}) });
    return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg: "ECDH-ES", enc: "A128GCM", kid: key.kid }).encrypt(await importJWK(key, "ECDH-ES"));
  }

  /** answer posts the encrypted answer; the reply is the relay's. */
  async answer(asked: Asked, vp_token?: Record<string, string[]>): Promise<{ status: number; redirect_uri?: string }> {
    const response = await this.sealed(asked, vp_token ?? (await this.presentation(asked)));
    return this.post(asked, { response });
  }

  /** decline is the holder's no. */
  decline(asked: Asked): Promise<{ status: number }> {
    return this.post(asked, { error: "access_denied", ...(asked.state ? { state: asked.state } : {}) });
  }

  async post({ response_uri }: Asked, values: Record<string, string>): Promise<{ status: number; redirect_uri?: string }> {
    const reply = await fetch(response_uri, { method: "POST", headers: form, body: new URLSearchParams(values) });
    return { status: reply.status, ...((await reply.json()) as { redirect_uri?: string }) };
  }
}

function byValue(outer: URLSearchParams): Asked {
  const parsed: Record<string, unknown> = Object.fromEntries(outer);
  for (const name of ["dcql_query", "client_metadata", "transaction_data"]) {
    const text = outer.get(name);
    if (text) parsed[name] = JSON.parse(text) as unknown;
  }
  return parsed as unknown as Asked;
}
