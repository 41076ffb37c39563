/**
 * What a link brought: an offer or a question in the address. It is taken out
 * of the address at once, so that neither history nor a bookmark keeps it, and
 * a reload does not do it twice.
 */
export function takeIncoming(place: Location = location, past: History = history): string | undefined {
  const text = incoming(new URL(place.href));
  if (place.hash || place.search) past.replaceState(past.state, "", place.pathname);
  return text;
}

/** The text to hand to the scanner, from the fragment or from the parameters that the standards name. */
export function incoming(url: URL): string | undefined {
  const fragment = url.hash.slice(1);
  const named = /^(offer|request)=(.*)$/s.exec(fragment);
  if (fragment) return named ? decoded(named[2] ?? "") : fragment;
  // A handler of a scheme gets all of the link as one parameter; ours gets it in the fragment.
  const link = url.searchParams.get("request");
  if (link && handled.test(link)) return link;
  const has = (name: string) => url.searchParams.has(name);
  if (has("credential_offer") || has("credential_offer_uri")) return `openid-credential-offer://${url.search}`;
  if (has("client_id") || has("request") || has("request_uri")) return `openid4vp://${url.search}`;
  return undefined;
}

/** The schemes of questions and offers. A request object, which stands in the same parameter, has no colon. */
const handled = /^(web\+openid(4vp|vp|-credential-offer|offer)|openid4vp|haip-vp|openid-credential-offer|haip-vci):/i;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
