import { afterEach, describe, expect, it, vi } from "vitest";
import { forgetGateway } from "./gateway";
import { largest, send } from "./post";

const request = (url: string) => ({ method: "POST", url, headers: { "Content-Type": "application/json" }, body: "{}" });

/** Every server answers so. The site's own configuration, where it is asked, names no gateway. */
function answer(body: BodyInit | null, init?: ResponseInit) {
  const asked = vi.fn(async (_url: string, _options: RequestInit) => new Response(body, init));
  vi.stubGlobal("fetch", (url: string, options: RequestInit) => (url === "/config.json" ? Promise.resolve(new Response("{}")) : asked(url, options)));
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
  forgetGateway();
});

describe("a request of the engine", () => {
  it("goes without cookies, referrer, cache and redirects", async () => {
    const asked = answer("{}", { status: 201, headers: { "X-Thing": "1" } });
    const response = await send(request("https://office.example/token"));
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer" });
    expect(response).toMatchObject({ status: 201, body: "{}", headers: { "x-thing": "1" } });
  });

  it.each(["http://office.example/", "ftp://office.example/", "javascript:alert(1)", "data:,x", "file:///etc/passwd", "nonsense", "http://127.0.0.1.example/"])(
    "does not go to %s",
    async (url) => {
      const asked = answer("{}");
      expect((await send(request(url))).status).toBe(0);
      expect(asked).not.toHaveBeenCalled();
    },
  );

  it.each(["http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:9/x", "https://office.example/x"])("goes to %s", async (url) => {
    answer("{}");
    expect((await send(request(url))).status).toBe(200);
  });
});

describe("an answer", () => {
  it("of the greatest size is whole", async () => {
    answer("x".repeat(largest));
    expect((await send(request("https://a.example/"))).body).toHaveLength(largest);
  });

  it("beyond it is cut one byte later, for the engine to refuse by name", async () => {
    answer("x".repeat(largest * 2));
    expect((await send(request("https://a.example/"))).body).toHaveLength(largest + 1);
  });

  it("that never comes is status 0", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    expect(await send(request("https://a.example/"))).toEqual({ status: 0, headers: {}, body: "" });
  });

  it("that is no UTF-8 is none", async () => {
    answer(new Uint8Array([0xff, 0xfe, 0x22]));
    expect((await send(request("https://a.example/"))).status).toBe(0);
  });

  it("without a body is empty", async () => {
    answer(null, { status: 204 });
    expect(await send(request("https://a.example/"))).toMatchObject({ status: 204, body: "" });
  });

  it("is not waited for after the person left", async () => {
    const asked = vi.fn();
    vi.stubGlobal("fetch", (url: string, { signal }: RequestInit) => {
      if (url === "/config.json") return Promise.resolve(new Response("{}"));
      asked();
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    });
    const gone = new AbortController();
    const sent = send(request("https://a.example/"), { signal: gone.signal });
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    gone.abort();
    expect((await sent).status).toBe(0);
  });
});

describe("the site's gateway", () => {
  const site = "https://wallet.example";
  const at = `${site}/relay/fetch`;
  const reply = { status: 200, headers: { "Content-Type": "application/json", bad: 1 }, body: "{}", padding: "    " };

  /** A site with a gateway for some origins; of other servers only those with CORS headers can be read. */
  function world(readable: string[], config: object = { relay: "/relay", gateway: ["https://closed.example"] }, status = 200) {
    const asked: string[] = [];
    const sent: RequestInit[] = [];
    vi.stubGlobal("location", { origin: site, href: `${site}/wallet/` });
    vi.stubGlobal("fetch", async (url: string, options: RequestInit = {}) => {
      if (url === "/config.json") return new Response(JSON.stringify(config));
      asked.push(url);
      sent.push(options);
      if (url === at) return new Response(JSON.stringify(reply), { status });
      if (!readable.includes(new URL(url).origin)) throw new TypeError("Failed to fetch");
      return new Response("direct");
    });
    return { asked, sent };
  }

  const get = (url: string) => ({ method: "GET", url, headers: { Accept: "application/json", Cookie: "no" } });

  it("fetches what a page may not read, without what it does not pass on", async () => {
    const { asked, sent } = world([]);
    expect(await send(get("https://closed.example/a"))).toEqual({ status: 200, headers: { "content-type": "application/json" }, body: "{}" });
    expect(asked).toEqual(["https://closed.example/a", at]);
    expect(JSON.parse(String(sent[1]?.body))).toEqual({ method: "GET", url: "https://closed.example/a", headers: { Accept: "application/json" } });
    expect(sent[1]).toMatchObject({ credentials: "omit", redirect: "error" });
  });

  it("is not asked for an origin that its operator did not open", async () => {
    const { asked } = world([]);
    expect((await send(get("https://other.example/a"))).status).toBe(0);
    expect(asked).toEqual(["https://other.example/a"]);
  });

  it("is not asked where the server can be read, which is remembered", async () => {
    const { asked } = world(["https://closed.example"]);
    expect((await send(get("https://closed.example/a"))).body).toBe("direct");
    expect((await send(request("https://closed.example/token"))).body).toBe("direct");
    expect(asked).toEqual(["https://closed.example/a", "https://closed.example/token"]);
  });

  it("carries at once what must not be sent twice", async () => {
    const { asked } = world([], { relay: "/relay", gateway: ["https://post.example"] });
    expect((await send(request("https://post.example/token"))).status).toBe(200);
    expect(asked).toEqual([at]);
  });

  it("never carries what it could read and must not", async () => {
    const { asked } = world([], { relay: "/relay", gateway: ["https://plain.example"] });
    expect((await send(request("https://plain.example/response"), { direct: true })).status).toBe(0);
    expect(asked).toEqual(["https://plain.example/response"]);
  });

  it.each([
    ["a relay of another site", { relay: "https://relay.example", gateway: ["https://g1.example"] }, "https://g1.example"],
    ["no relay", { gateway: ["https://g2.example"] }, "https://g2.example"],
    ["a gateway that is no list", { relay: "/relay", gateway: "https://g3.example" }, "https://g3.example"],
  ])("does not exist with %s", async (_, config, origin) => {
    const { asked } = world([], config);
    expect((await send(get(`${origin}/a`))).status).toBe(0);
    expect(asked).toEqual([`${origin}/a`]);
  });

  it("that refuses, as it does a redirect, is no answer", async () => {
    world([], { relay: "/relay", gateway: ["https://moved.example"] }, 502);
    expect(await send(get("https://moved.example/a"))).toEqual({ status: 0, headers: {}, body: "" });
  });
});
