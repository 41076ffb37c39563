// What the kiosk says, in English.

import { plural } from "./locale";

export const kiosk = {
  page: "Kiosk",
  setUp: {
    title: "Set up this kiosk",
    lead: "It checks cards by itself, all day, without a network. It keeps how many were valid, nothing about anybody.",
    what: "What should it ask for?",
    start: "Start the kiosk",
    offline: { waiting: "Getting ready to work without a network.", ready: "Ready to work without a network.", none: "This browser did not let the kiosk keep itself: it needs the network." },
    trust: "Trusted issuers, test and live mode are set on the page that checks cards.",
    trustLink: "Open that page",
    counts: "Checked so far",
    noCounts: "Nothing was checked yet.",
    day: "Day",
    valid: "Valid",
    invalid: "Not valid",
    unknown: "Cannot tell",
    clear: "Clear the counts",
  },
  ready: {
    title: "Show your card",
    readTitle: "Hold your code here",
    first: "1. Scan this code with your wallet.",
    second: "2. Hold your wallet's answer here.",
    label: "this kiosk's question",
    asks: (list: string) => `This kiosk asks for: ${list}. It keeps nothing.`,
    readOnly: "This kiosk keeps nothing.",
    checking: "Checking",
    parts: (received: number, expected: number) =>
      `${plural(received, { other: "#" })} of ${plural(expected, { one: "# part", other: "# parts" })}`,
    clear: "Thank you. Please take your code away.",
    restarted: "The kiosk had to start again. Please try once more.",
    operator: "Operator",
    fullScreen: "Full screen",
  },
  back: (seconds: number) => `Ready again in ${plural(seconds, { one: "# second", other: "# seconds" })}`,
};
