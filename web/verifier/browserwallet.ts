// The wallet that this browser knows, through the Digital Credentials API
// (OpenID4VP 1.0, annex A). Few browsers have it; nothing is shown where it is
// missing.

import type { BrowserRequest } from "../engine/api.gen";

interface DigitalCredential {
  protocol: string;
  data: unknown;
}

interface Container {
  get(options: { digital: { requests: { protocol: string; data: unknown }[] }; mediation: "required"; signal: AbortSignal }): Promise<DigitalCredential | null>;
}

/** What the browser gave back, its data as JSON. */
export interface Given {
  protocol: string;
  data: string;
}

export function hasBrowserWallet(): boolean {
  return "DigitalCredential" in globalThis && typeof (navigator.credentials as { get?: unknown } | undefined)?.get === "function";
}

/**
 * askBrowser asks; undefined where the person or the browser cancelled it. It
 * must begin in the press of a button.
 */
export async function askBrowser({ protocol, data }: BrowserRequest, signal: AbortSignal): Promise<Given | undefined> {
  const container = navigator.credentials as unknown as Container;
  const requests = [{ protocol, data: JSON.parse(data) as unknown }];
  try {
    const given = await container.get({ digital: { requests }, mediation: "required", signal });
    if (!given) return undefined;
    // Some browsers give the text, others the object.
    return { protocol: given.protocol, data: typeof given.data === "string" ? given.data : JSON.stringify(given.data) };
  } catch (error) {
    if (error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name)) return undefined;
    throw error;
  }
}
