// What is refused without the program: it is not there, or the request did not
// arrive. The form is that of all refusals of the relay (cmd/internal/relay).

const headers = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, Retry-After",
};

function refuse(status, error, kind, sentence, more = {}) {
  const body = JSON.stringify({ error, error_description: sentence, kind });
  return new Response(body, { status, headers: { ...headers, ...more } });
}

/** The program ended while it served this request, or was given up. */
export const restarted = () =>
  refuse(503, "temporarily_unavailable", "relay_busy", "The relay is busy. Try again.", { "retry-after": "1" });

/** The operator has not set the relay up. */
export const unset = (sentence) =>
  refuse(503, "temporarily_unavailable", "relay_store", `The relay is not set up: ${sentence}.`, { "retry-after": "600" });

/** The body did not arrive: its client was slow (408), or went away. */
export const broken = (status) => refuse(status, "invalid_request", "relay_body", "The message is malformed.");
