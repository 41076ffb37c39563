import type { HTTPRequest, HTTPResponse } from "../engine/api.gen";

/** What the site says of its gateway: where it is, and for which origins its operator opened it. */
interface Gateway {
  at: string;
  origins: ReadonlySet<string>;
}

const none: Gateway = { at: "", origins: new Set() };

/** A site that does not answer must not hold up what is for another server. */
const impatience = 3000;

let asked: Promise<Gateway> | undefined;

/** Asks the site once; without a network it is asked again. */
async function gateway(): Promise<Gateway> {
  asked ??= learn();
  try {
    return await asked;
  } catch {
    asked = undefined;
    return none;
  }
}

async function learn(): Promise<Gateway> {
  const response = await fetch("/config.json", { cache: "no-cache", signal: AbortSignal.timeout(impatience) });
  if (!response.ok) return none;
  const config = (await response.json()) as { relay?: unknown; gateway?: unknown };
  if (typeof config.relay !== "string" || !Array.isArray(config.gateway)) return none;
  const at = new URL(`${config.relay}/fetch`, location.href);
  if (at.origin !== location.origin) return none; // the gateway serves its own site alone
  const origins = config.gateway.filter((one): one is string => typeof one === "string" && URL.canParse(one));
  return { at: at.href, origins: new Set(origins.map((one) => new URL(one).origin)) };
}

/** Whether the site's operator opened the gateway for the server at this address. */
export async function isOpenFor(url: string): Promise<boolean> {
  const { origin } = new URL(url);
  return origin !== location.origin && (await gateway()).origins.has(origin);
}

/** The headers that the gateway passes on. */
const passed = new Set(["accept", "content-type", "authorization", "dpop"]);

/** Sends a request by the site's gateway. It throws where the gateway did not bring a reply. */
export async function sendByGateway({ method, url, headers, body }: HTTPRequest, signal: AbortSignal): Promise<HTTPResponse> {
  const fit = Object.fromEntries(Object.entries(headers).filter(([name]) => passed.has(name.toLowerCase())));
  const response = await fetch((await gateway()).at, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ method, url, headers: fit, ...(body ? { body } : {}) }),
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    signal,
  });
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  return replyOf(await response.json());
}

function replyOf(reply: unknown): HTTPResponse {
  const { status, headers, body } = reply as { status?: unknown; headers?: unknown; body?: unknown };
  if (typeof status !== "number" || typeof headers !== "object" || !headers || typeof body !== "string") {
    throw new Error("the gateway's reply has another form");
  }
  const texts = Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return { status, headers: Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value])), body };
}

/** Forgets what the site said, for tests. */
export function forgetGateway(): void {
  asked = undefined;
}
