// What the verifier's page says, in English. Kiosk and page share the verdict.

import { plural } from "./locale";

export const verifier = {
  page: "Check a card",
  loading: "Loading the checking engine",

  ask: {
    title: "What do you need to know?",
    lead: "Ask for no more than you need. The holder sees what you ask for and why, and decides.",
    go: "Show the question",
    preset: {
      over18: { name: "Are they 18 or over?", what: "You learn yes or no. No name, no date of birth." },
      "name-residency": { name: "Name and residency", what: "You learn their name and their digital residency: programme, number and country." },
      "whole-card": { name: "The whole card", what: "You learn everything that is on the card. Ask for this only where the law says so." },
    } as Record<string, { name: string; what: string }>,
    read: { name: "Nothing, just read a code", what: "For cards on paper and health certificates. You learn whether the card is valid, not who holds it." },
    claims: (list: string) => `You ask for: ${list}.`,
    settings: "Trusted issuers and settings",
  },

  question: {
    title: "Let them scan this",
    lead: "Hold it out to the person you are checking. Their wallet asks them first.",
    label: "your question",
    scan: "Now scan their answer",
    show: "Show the question again",
    here: "Their wallet is on this device",
    renewed: "The question was renewed.",
    making: "Making a fresh question",
  },

  scan: {
    title: "Scan their answer",
    readTitle: "Scan the code",
    readLead: "A card on paper, a health certificate, or a code on another screen.",
    checking: "Checking",
    notThis: "This is not what you are waiting for",
    request: "This code is a question from someone who checks cards, not an answer. Ask the holder to scan your question and to show you what their wallet then shows.",
    offer: "This code offers a card to a wallet. It proves nothing. Ask the holder to open their wallet.",
    link: "This code holds only a link. It was not opened, because a link proves nothing:",
    trust: "This code is a list of issuers. You can take it over under trusted issuers, if you know where it comes from.",
    trustOpen: "Look at the list",
    refused: "This code cannot be read",
  },

  verdict: {
    word: { valid: "VALID", invalid: "NOT VALID", unknown: "CANNOT TELL" },
    bearer: "Bearer: the holder is not proven. Compare with another document if it matters who they are.",
    proven: "The holder proved that the card is theirs.",
    issuedBy: "Issued by",
    validUntil: (date: string) => `Valid until ${date}`,
    test: "Practice card. It proves nothing outside this demonstration.",
    knowledge: (age: string) => `Checked against the list of issuers fetched ${age}.`,
    knowledgeNone: "This device holds no list of issuers.",
    clock: "Now",
    why: "Why?",
    other: "What else was shown",
    another: "Check another",
    again: "Ask again",
    result: { pass: "Proven", fail: "Disproven", unknown: "Could not be checked", skipped: "Not done" },
    kind: "Kind",
    time: (micros: number) => (micros >= 1000 ? `${(micros / 1000).toFixed(1)} ms` : `${micros} µs`),
    format: "Format",
    issuer: "Issuer",
    holder: "Holder",
    validity: "Validity",
    copyReport: "Copy the report",
    copyRaw: "Copy the text that was read",
    copyNote: "A copy can name a person. This page keeps nothing.",
  },

  arrived: {
    handedTitle: "The answer is with the page that asked",
    handed: "You can close this page and go back to the other one.",
    lostTitle: "Nobody here is waiting for this answer",
    lost: "The page that asked was closed, or its question is older than two minutes. Nothing was checked and nothing was kept. Ask again.",
    busy: "Looking for the page that asked",
  },

  trouble: {
    title: "That did not work",
    restarted: "The checking engine stopped and was started again. The question on the screen was replaced. Nothing was kept.",
  },

  trust: {
    title: "Trusted issuers",
    lead: "A card is valid only if it comes from an issuer on this list.",
    mode: "Mode",
    live: "Live",
    liveWhat: "Only cards of real issuers count. Practice cards get CANNOT TELL.",
    test: "Test",
    testWhat: "Practice cards count too. Never use this at a real door.",
    feedback: "Sound and vibration with each result",
    issuers: (n: number) => plural(n, { one: "# issuer", other: "# issuers" }),
    none: "No issuer is trusted yet. Every card gets CANNOT TELL until a list is loaded or a file is imported.",
    site: "List of this site",
    signed: (when: string) => `Dated ${when}`,
    fetched: (age: string) => `fetched ${age}`,
    expires: (when: string) => `good until ${when}`,
    rolledBack: "The site offered a list older than the one held here. It was not taken over.",
    refresh: "Fetch the list now",
    scope: { test: "practice cards only", live: "real cards" } as Record<string, string>,
    types: (list: string) => `may issue: ${list}`,
    anyType: "may issue any card",
    period: (from: string, until: string) => [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(" "),
    importTitle: "Trust another issuer",
    importLabel: "Choose a file",
    importHint: "A certificate (PEM), a key set (JWK), a DID document or a list of issuers, up to 4 MB. It stays on this device. Import only what you got from the issuer in a way you trust.",
    imported: (name: string) => `${name} was imported.`,
    importFailed: (name: string) => `${name} was not imported`,
    tooLarge: "The file is larger than 4 MB and is no list of issuers.",
    remove: "Remove",
    removeName: (name: string) => `Remove ${name}`,
    removed: (name: string) => `${name} is no longer trusted.`,
    refusedTitle: (name: string) => `${name} could not be used`,
  },

  offline: {
    ready: "This page now works without a network too.",
    online: "This page needs a network: this browser did not let it keep itself.",
  },

  age: {
    now: "just now",
    minutes: (n: number) => plural(n, { one: "# minute ago", other: "# minutes ago" }),
    hours: (n: number) => plural(n, { one: "# hour ago", other: "# hours ago" }),
    days: (n: number) => plural(n, { one: "# day ago", other: "# days ago" }),
  },
};

/** How old something is, in the largest unit that fits. */
export function ago(from: string, now: number = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(from)) / 60_000);
  if (!(minutes >= 1)) return verifier.age.now;
  if (minutes < 60) return verifier.age.minutes(minutes);
  if (minutes < 48 * 60) return verifier.age.hours(Math.floor(minutes / 60));
  return verifier.age.days(Math.floor(minutes / (24 * 60)));
}
