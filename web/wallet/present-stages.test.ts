import { render } from "lit";
import { describe, expect, it, vi } from "vitest";
import { arrivedStage, askingStage, canGoAlone, codeStage, digitErrors, lostStage, safeAddress } from "./present-stages";

function place(view: Parameters<typeof render>[0]): HTMLElement {
  const drawn = document.createElement("div");
  render(view, drawn);
  return drawn;
}

const nothing = () => {};

describe("an address to go to", () => {
  it.each(["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "blob:https://a.example/x", "vbscript:x", "file:///etc/passwd", "nonsense", "", undefined])(
    "is none in %j",
    (address) => {
      expect(safeAddress(address)).toBe("");
      expect(canGoAlone(address ?? "")).toBe(false);
    },
  );

  it("may be another's only over https", () => {
    expect(canGoAlone("https://shop.example/thanks#x")).toBe(true);
    expect(canGoAlone("http://127.0.0.1:9/x")).toBe(false);
    expect(canGoAlone(`${location.origin}/verifier/#x`)).toBe(true);
  });
});

describe("the question of where a code leads", () => {
  it("names the host, isolated and with what hides in it", () => {
    const shown = place(askingStage("shop.example\u202emoc", false, nothing, nothing));
    expect(shown.querySelector("h1 bdi")?.textContent).toBe("shop.exampleU+202Emoc");
  });

  it("has a way to ask and a way out", () => {
    const [ask, cancel] = [vi.fn(), vi.fn()];
    const [first, second] = place(askingStage("shop.example", true, ask, cancel)).querySelectorAll("button");
    first!.click();
    second!.click();
    expect([ask.mock.calls.length, cancel.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("the two digits", () => {
  it.each(["", "1", "123", "1a", "１２", " "])("are not %j, which costs no try", (typed) => expect(digitErrors(typed)).toHaveLength(1));

  it("are handed over without spaces", () => {
    const digits = vi.fn();
    const shown = place(codeStage([], digits, nothing));
    const field = shown.querySelector("input")!;
    expect(field.inputMode || field.getAttribute("inputmode")).toBe("numeric");
    field.value = "4 2";
    shown.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
    expect(digits).toHaveBeenCalledWith("42");
  });
});

describe("a lost network", () => {
  it("is said to have shown nothing only where that is so", () => {
    expect(place(lostStage("no", nothing, nothing)).textContent).toContain("Nothing was shown yet");
    expect(place(lostStage("maybe", nothing, nothing)).textContent).toContain("Sent, not confirmed");
  });
});

describe("the end", () => {
  const draw = (...of: [refused: boolean, sameDevice: boolean, redirect: string]) => place(arrivedStage(...of, nothing));

  it("points to the verifier's screen where that is another", () => expect(draw(false, false, "").textContent).toContain("look at the verifier’s screen"));

  it("takes one back on the same device", () => {
    const shown = draw(false, true, "https://shop.example/thanks");
    expect(shown.textContent).toContain("Taking you back to \u2068shop.example");
    expect(shown.querySelector("a")?.getAttribute("href")).toBe("https://shop.example/thanks");
  });

  it("only offers to go on where the question was scanned", () => {
    const shown = draw(false, false, "https://shop.example/thanks");
    expect(shown.textContent).not.toContain("Taking you back");
    expect(shown.querySelector("a")?.textContent).toContain("shop.example");
  });

  it("of a refusal says what they learn", () => expect(draw(true, true, "").textContent).toContain("nothing else"));
});

describe("a verifier that sends the person nowhere", () => {
  it.each(["https://xn--a.example/", "https://a.example:99999/", "javascript:alert(1)"])("at %j does not keep them from hearing that it has the answer", (redirect) => {
    const shown = place(arrivedStage(false, true, redirect, nothing));
    expect(shown.querySelector("h1")?.textContent).toBe("They have your answer");
    expect(shown.querySelector("a")).toBeNull();
  });
});
