import { beforeEach, describe, expect, it } from "vitest";
import { incoming, takeIncoming } from "./incoming";
import { remembered, viewOf } from "./views";

const from = (rest: string) => incoming(new URL(rest, "https://wallet.example/wallet/"));

describe("what a link brings", () => {
  it.each([
    ["#openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa.example%2F1", "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa.example%2F1"],
    ["#openid4vp://?client_id=x&nonce=y", "openid4vp://?client_id=x&nonce=y"],
    ["#offer=openid-credential-offer%3A%2F%2F%3Fx%3D1", "openid-credential-offer://?x=1"],
    ["?credential_offer=%7B%7D", "openid-credential-offer://?credential_offer=%7B%7D"],
    ["?credential_offer_uri=https%3A%2F%2Fa.example", "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fa.example"],
    ["?client_id=x&nonce=y", "openid4vp://?client_id=x&nonce=y"],
    ["?client_id=x&request=eyJ0.e30.c2ln", "openid4vp://?client_id=x&request=eyJ0.e30.c2ln"],
    ["?request=eyJ0.e30.c2ln", "openid4vp://?request=eyJ0.e30.c2ln"],
    ["?request=web%2Bopenid4vp%3A%2F%2F%3Fclient_id%3Dx%26request_uri%3Dhttps%253A%252F%252Fa.example", "web+openid4vp://?client_id=x&request_uri=https%3A%2F%2Fa.example"],
    ["?request=web%2Bopenidvp%3A%2F%2F%3Fclient_id%3Dx", "web+openidvp://?client_id=x"],
    ["#request=web%2Bopenidvp%3A%2F%2F%3Fclient_id%3Dx", "web+openidvp://?client_id=x"],
    ["?request=openid4vp%3A%2F%2F%3Fclient_id%3Dx", "openid4vp://?client_id=x"],
    ["?request=haip-vp%3A%2F%2F%3Fclient_id%3Dx", "haip-vp://?client_id=x"],
    ["?request=openid-credential-offer%3A%2F%2F%3Fcredential_offer%3D%257B%257D", "openid-credential-offer://?credential_offer=%7B%7D"],
    ["?request=web%2Bopenid-credential-offer%3A%2F%2F%3Fx%3D1", "web+openid-credential-offer://?x=1"],
    ["?request=web%2Bopenidoffer%3A%2F%2F%3Fx%3D1", "web+openidoffer://?x=1"],
  ])("%s", (rest, text) => expect(from(rest)).toBe(text));

  it.each(["", "#", "?utm_source=x", "#offer=%E0%A4%A"])("nothing from %s", (rest) => expect(from(rest)).toBeUndefined());
});

describe("the address", () => {
  it("loses a link that the browser handed over", () => {
    history.replaceState(null, "", "/wallet/?request=web%2Bopenid4vp%3A%2F%2F%3Fclient_id%3Dx");
    expect(takeIncoming()).toBe("web+openid4vp://?client_id=x");
    expect(location.href).toMatch(/\/wallet\/$/);
  });

  beforeEach(() => history.replaceState({ name: "activity" }, "", "/wallet/?credential_offer=%7B%7D#x"));

  it("is clean at once, and history keeps its state", () => {
    takeIncoming();
    expect(location.href).toMatch(/\/wallet\/$/);
    expect(history.state).toEqual({ name: "activity" });
  });

  it("is left alone where nothing came", () => {
    takeIncoming();
    const before = history.length;
    expect(takeIncoming()).toBeUndefined();
    expect(history.length).toBe(before);
  });
});

describe("what history keeps of a view", () => {
  it("is no offer, no question, and nothing that was scanned", () => {
    const kept = [
      remembered({ name: "receive", text: "secret" }),
      remembered({ name: "present", text: "secret", sameDevice: true }),
      remembered({ name: "scan", brought: "secret" }),
    ];
    expect(JSON.stringify(kept)).not.toContain("secret");
  });

  it.each([null, undefined, 1, "card", {}, { name: "card" }, { name: "card", id: 4 }, { name: "receive", text: "x" }, { name: "elsewhere" }])(
    "leads to the cards from %j",
    (state) => expect(viewOf(state)).toEqual({ name: "cards" }),
  );

  it("leads back to the settings", () => expect(viewOf({ name: "settings" })).toEqual({ name: "settings" }));

  it("leads back to a card", () => expect(viewOf({ name: "card", id: "c1" })).toEqual({ name: "card", id: "c1" }));
});
