export const enHome = {
  title: "A card for your digital residency, shown without being followed",
  lead:
    "Domicile keeps your residency card in this browser, and lets somebody else check it with a camera. " +
    "You choose what they see. Nobody else learns that you showed it.",
  doors: "What would you like to do?",
  wallet: { name: "I have a card to show", what: "Receive cards, keep them locked, show only what is asked." },
  verifier: { name: "I check cards", what: "Ask a question, scan the answer, get one word and the reasons." },
  kiosk: { name: "Kiosk", what: "A screen on a wall that checks all day, without a network too." },
  try: {
    title: "Try it in two minutes",
    lead: "The Republic of Meridia does not exist. Its demo office gives practice cards to anybody.",
    steps: [
      "Go to the demo office, choose a person and press “Issue a card”.",
      "Open the card in your wallet on this device, and choose a passphrase.",
      "Press “I check cards” in another tab, ask a question, and answer it from your wallet.",
    ],
    door: { name: "The demo office", what: "Residency office of the Republic of Meridia. Made up, for practice." },
  },
  status: {
    title: "Status of the demo",
    looking: "Looking …",
    open: "The demo office is open. Cards from here are practice cards, marked TEST everywhere.",
    closed: "The demo office does not answer just now. The wallet and the checking pages work without it.",
    none: "This site has no demo office. Cards come from real issuers.",
  },
  plain: {
    title: "What it is, in plain words",
    is: [
      "Your cards are stored in this browser, encrypted with your passphrase. Nobody can reset it.",
      "To show a card you scan a question. You see who asks and why, and choose before anything leaves.",
      "The answer proves that the card is yours, and it is different for every person who checks it.",
      "Everything is computed here. There is no account, and this site sends your cards to nobody.",
    ],
    notTitle: "What it is not",
    not: [
      "A digital residency is no citizenship, no visa, no right to live anywhere and no bank account.",
      "Your wallet’s own screen proves nothing to others: only scanning does.",
      "A wallet in a browser is not for things that need the highest level of assurance.",
    ],
  },
} as const;
