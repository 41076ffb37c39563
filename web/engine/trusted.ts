// The one Trusted Types policy for script addresses. It lets through addresses
// of this origin and nothing else, so an injected address cannot become code.

interface Policy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

function sameOrigin(url: string): string {
  const resolved = new URL(url, location.href);
  if (resolved.origin !== location.origin) throw new TypeError("script address of another origin refused");
  return resolved.href;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: Policy = factory?.createPolicy("sw", { createScriptURL: sameOrigin }) ?? { createScriptURL: sameOrigin };

/** scriptURL makes an address of this origin acceptable to Worker and to the service worker's registration. */
export function scriptURL(url: string): string {
  return policy.createScriptURL(url);
}
