/**
 * The schemes whose links this browser may hand to the wallet's page. After
 * "web+" most browsers allow letters alone, so each has a twin of letters.
 */
const schemes = [
  ["web+openid4vp", "web+openidvp"],
  ["web+openid-credential-offer", "web+openidoffer"],
] as const;

/**
 * Where a link of such a scheme leads. It travels in the fragment, so that not
 * even this site's server sees it, and the page takes it out of its address at once.
 */
const page = "/wallet/#request=";

/** Whether this browser lets pages handle links. */
export function canHandle(): boolean {
  return typeof navigator.registerProtocolHandler === "function";
}

/**
 * Offers the wallet to the browser for questions and for offers; the browser
 * asks the person. It resolves to the schemes that the browser knows, none where
 * it refused.
 */
export function offerToHandle(): string[] {
  const url = `${location.origin}${page}%s`;
  return schemes.flatMap((twins) => twins.find((scheme) => register(scheme, url)) ?? []);
}

function register(scheme: string, url: string): boolean {
  try {
    navigator.registerProtocolHandler(scheme, url);
    return true;
  } catch {
    return false; // a name that this browser does not allow
  }
}
