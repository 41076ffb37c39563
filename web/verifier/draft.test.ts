import { afterEach, describe, expect, it } from "vitest";
import { askedOf, draftErrors, emptyCard, emptyDraft, queryOf, usualValue, valueOf, type Draft } from "./draft";
import { checks, clearChecks, remember } from "./history";
import { askerOf, keepWho, keptWho, type Who } from "./who";

const types = [{ type: "urn:a", name: "A", claims: [{ path: '["given_name"]', label: "Given name" }] }];
const card = (type: string, claims: Record<string, string> = {}) => ({ ...emptyCard(type), claims });
const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft(types), purpose: "Try", ...change });
const query = (change: Partial<Draft>) => JSON.parse(queryOf(draft(change))) as { credentials: object[]; credential_sets?: object[] };

describe("queryOf", () => {
  it("asks one card for its claims, with what they must be", () => {
    expect(query({ cards: [card("urn:a", { '["given_name"]': "", '["age_equal_or_over","18"]': "yes", '["nationalities",null]': "XM" })] })).toEqual({
      credentials: [{
        id: "card1", format: "dc+sd-jwt", meta: { vct_values: ["urn:a"] },
        claims: [{ path: ["given_name"] }, { path: ["age_equal_or_over", "18"], values: [true] }, { path: ["nationalities", null], values: ["XM"] }],
      }],
    });
  });

  it("asks for other types and claims by their names", () => {
    const other = { ...emptyCard(""), other: "urn:x, urn:y", extra: "degree.name, year" };
    expect(query({ cards: [other] }).credentials).toEqual([
      { id: "card1", format: "dc+sd-jwt", meta: { vct_values: ["urn:x", "urn:y"] }, claims: [{ path: ["degree", "name"] }, { path: ["year"] }] },
    ]);
  });

  it("asks for all cards, for any one, and for some that may be left out", () => {
    const cards = [card("urn:a"), card("urn:b"), card("urn:c")];
    expect(query({ cards }).credential_sets).toBeUndefined();
    expect(query({ cards, any: true }).credential_sets).toEqual([{ options: [["card1"], ["card2"], ["card3"]] }]);
    cards[1]!.optional = true;
    expect(query({ cards }).credential_sets).toEqual([{ options: [["card1", "card3"]] }, { options: [["card2"]], required: false }]);
  });
});

it.each<[string, unknown]>([
  ["yes", true], [" TRUE ", true], ["no", false], ["18", 18], ["-3", -3], ["007", "007"], ["1.5", "1.5"], ["12345678901234567890", "12345678901234567890"], ["XM", "XM"],
])("valueOf reads %j", (text, value) => expect(valueOf(text)).toBe(value));

it("expects yes of an age, and anything of the rest", () => {
  expect([usualValue('["age_equal_or_over","18"]'), usualValue('["given_name"]')]).toEqual(["yes", ""]);
});

describe("draftErrors", () => {
  const ids = (change: Partial<Draft>) => draftErrors(draft(change)).map(({ id }) => id);
  const good = [card("urn:a", { '["given_name"]': "" })];
  it.each<[string, Partial<Draft>, string[]]>([
    ["nothing", { cards: good }, []],
    ["a missing purpose", { cards: good, purpose: " " }, ["own-purpose"]],
    ["a card without claims", { cards: [card("urn:a")] }, ["own-0-extra"]],
    ["a card without a type", { cards: [...good, emptyCard("")] }, ["own-1-other"]],
    ["an empty query", { expert: true }, ["own-query"]],
    ["an agreement without words", { cards: good, agreement: { on: true, title: "", text: "" } }, ["own-agreement-title", "own-agreement-text"]],
  ])("finds %s", (_name, change, want) => expect(ids(change)).toEqual(want));
});

it("asks to agree only where that was chosen", () => {
  expect(askedOf(draft({})).transaction).toBeUndefined();
  expect(askedOf(draft({ agreement: { on: true, title: " Rules ", text: "Be quiet." } })).transaction?.members).toEqual({ title: "Rules", text: "Be quiet." });
  expect(askedOf(draft({ expert: true, query: "{}" })).query).toBe("{}");
});

describe("the history", () => {
  afterEach(clearChecks);

  it("keeps when, what and how, and nothing else that it is given", () => {
    remember({ question: "own", outcome: "valid", kind: "ok", claims: "Lind" } as never, new Date("2026-11-24T10:11:12Z"));
    expect(checks()).toEqual([{ at: "2026-11-24T10:11:00Z", question: "own", outcome: "valid", kind: "ok" }]);
    expect(JSON.stringify({ ...localStorage })).not.toContain("Lind");
  });

  it("keeps a hundred, the newest first", () => {
    for (let i = 0; i < 120; i++) remember({ question: `q${i}`, outcome: "valid", kind: "ok" });
    expect(checks()).toHaveLength(100);
    expect(checks()[0]?.question).toBe("q119");
  });

  it.each(["", "{", "{}", '[1,null,{"at":1}]'])("reads %j as none", (stored) => {
    localStorage.setItem("domicile.checks", stored);
    expect(checks()).toEqual([]);
  });
});

describe("who asks", () => {
  const who: Who = { name: " Bar ", identity: "key", checkCode: true, highAssurance: false, online: true, brought: undefined };

  it("is told by way: no key without a network, no code without a key, and high assurance never dropped", () => {
    expect(askerOf(who, "relay")).toEqual({ identity: "key", verifier: "Bar", check_code: true });
    expect(askerOf(who, "same-device")).toEqual({ identity: "key", verifier: "Bar" });
    expect(askerOf(who, "code")).toEqual({ identity: "address", verifier: "Bar" });
    expect(askerOf({ ...who, identity: "address" }, "relay")).toEqual({ identity: "address", verifier: "Bar" });
    expect(askerOf({ ...who, identity: "certificate", highAssurance: true }, "code")).toEqual({ identity: "certificate", verifier: "Bar", high_assurance: true });
  });

  it("is kept without what came from files", () => {
    keepWho({ ...who, identity: "certificate", highAssurance: true });
    expect(keptWho()).toMatchObject({ name: " Bar ", identity: "key", highAssurance: false, brought: undefined });
    localStorage.setItem("domicile.who", "nonsense");
    expect(keptWho()).toMatchObject({ identity: "key", checkCode: true, online: true });
  });
});
