import { afterEach, describe, expect, it, vi } from "vitest";
import manifest from "../public/wallet/wallet.webmanifest?raw";
import { canHandle, offerToHandle } from "./handlers";
import { incoming } from "./incoming";

/** A browser that allows the schemes for which `allows` is true. */
function browser(allows: (scheme: string) => boolean) {
  const asked: [string, string][] = [];
  const registerProtocolHandler = (scheme: string, url: string) => {
    if (!allows(scheme)) throw new DOMException("not allowed", "SecurityError");
    asked.push([scheme, url]);
  };
  vi.stubGlobal("navigator", { registerProtocolHandler });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("links that the browser hands to the wallet", () => {
  it("are of the named schemes where the browser allows them", () => {
    const asked = browser(() => true);
    expect(offerToHandle()).toEqual(["web+openid4vp", "web+openid-credential-offer"]);
    expect(asked.map(([, url]) => url)).toEqual([`${location.origin}/wallet/#request=%s`, `${location.origin}/wallet/#request=%s`]);
  });

  it("are of their twins where only letters are allowed after web+", () => {
    browser((scheme) => /^web\+[a-z]+$/.test(scheme));
    expect(offerToHandle()).toEqual(["web+openidvp", "web+openidoffer"]);
  });

  it("are none where the browser refuses, or knows no handlers", () => {
    browser(() => false);
    expect(offerToHandle()).toEqual([]);
    vi.stubGlobal("navigator", {});
    expect(canHandle()).toBe(false);
  });

  it("are all understood when they come", () => {
    const { protocol_handlers } = JSON.parse(manifest) as { protocol_handlers: { protocol: string; url: string }[] };
    expect(protocol_handlers).toHaveLength(4);
    for (const { protocol, url } of protocol_handlers) {
      const link = `${protocol}://?client_id=x`;
      expect(incoming(new URL(url.replace("%s", encodeURIComponent(link)), location.origin))).toBe(link);
    }
  });
});
