import { afterEach, describe, expect, it, vi } from "vitest";
import { largest, send } from "./post";

const request = (url: string) => ({ method: "POST", url, headers: { "Content-Type": "application/json" }, body: "{}" });

function answer(body: BodyInit | null, init?: ResponseInit) {
  const asked = vi.fn(async (_url: string, _options: RequestInit) => new Response(body, init));
  vi.stubGlobal("fetch", asked);
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

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
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))));
    const gone = new AbortController();
    const sent = send(request("https://a.example/"), { signal: gone.signal });
    gone.abort();
    expect((await sent).status).toBe(0);
  });
});
