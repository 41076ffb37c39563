import { quoted } from "./foreign";
import { clock, date, dateTime, listOf, percent, plural } from "./locale";

/** The wallet's words. Names from outside come in through quoted(), which isolates and bounds them. */
export const enWallet = {
  page: "Wallet",
  opening: "Opening your wallet",
  openingPart: (part: number) => `Fetching the wallet’s program: ${percent(part)}`,
  lock: "Lock",
  locked: "Your wallet is locked.",
  lockedElsewhere: "Your wallet was locked in another tab.",
  restarted:
    "The wallet’s program stopped and was started again. Nothing stored was lost. Please unlock once more.",

  create: {
    title: "Make your wallet",
    lead: "Your wallet lives in this browser, on this device. A passphrase locks it.",
    waiting: "First make your wallet. What you opened waits for you.",
    passphrase: "Passphrase",
    hint: "Several words that you do not use anywhere else. Spaces count.",
    again: "The passphrase again",
    show: "Show passphrase",
    hide: "Hide passphrase",
    warningTitle: "Nobody can recover it for you",
    warning:
      "We do not know your passphrase and cannot reset it. If you forget it, the cards in this wallet are lost, " +
      "and you would have to ask their issuers for new ones. Write it down and keep it where you keep your passport.",
    understand: "I understand that nobody can recover my passphrase",
    submit: "Make my wallet",
    working: "Locking with your passphrase. This takes about a second, on purpose: it slows down anybody who guesses.",
    errors: {
      empty: "Choose a passphrase",
      short: "Use at least 10 characters",
      weak: "This passphrase is easy to guess. Add a word or two",
      differs: "The two passphrases are not the same",
      understand: "Confirm that you understand that nobody can recover your passphrase",
    },
    strengthLabel: "Strength",
    strengthWorking: "Looking at it …",
    strength: ["Very easy to guess", "Easy to guess", "Could be better", "Good", "Very good"],
    guesses: (time: string) => `Somebody with your device would need about ${time} to guess it.`,
    kept: "Your browser has promised to keep this wallet.",
    maybe:
      "Your browser may clear this wallet if the disk is short or you do not come back for long. " +
      "Your issuers can give you the cards again.",
  },

  unlock: {
    title: "Unlock your wallet",
    waiting: "First unlock. What you opened waits for you.",
    passphrase: "Passphrase",
    submit: "Unlock",
    working: "Unlocking",
    wrong: "That did not open the wallet. Check the passphrase: capital letters and spaces count. Nothing was lost.",
    empty: "Type your passphrase",
    forgotten: "I forgot my passphrase",
    forgottenBody:
      "Nobody can reset it. Take your time: there is no limit on tries. If you find it again, your cards are still here.",
  },

  cards: {
    title: "Your cards",
    emptyTitle: "No cards yet",
    emptyBody: "An issuer gives you a card as a code to scan or a link to open.",
    add: "Scan or add",
    office: "Get a practice card",
    details: "Show details",
    pendingTitle: "Not finished",
    pending: (title: string, issuer: string) => `${quoted(title || "A card")} from ${quoted(issuer)}`,
    since: (at: string) => `Started ${dateTime(at)}`,
    resume: "Carry on",
    drop: "Give up",
    dropTitle: "Give up this card?",
    dropBody: "What has been received so far is forgotten. The issuer may have to make a new offer.",
    dropped: "Given up.",
    more: "More",
    activity: "Activity",
    trash: (n: number) => plural(n, { one: "Deleted cards (#)", other: "Deleted cards (#)" }),
    damagedTitle: "Part of this wallet cannot be read",
    damaged: (n: number) =>
      `${plural(n, { one: "# stored record is", other: "# stored records are" })} damaged. The rest is here. If a card is missing, ask its issuer for a new one.`,
  },

  card: {
    turn: "Turn the card",
    turned: "The back of the card is shown",
    unturned: "The front of the card is shown",
    show: "Show this card",
    delete: "Delete",
    deleted: "Card deleted.",
    restored: "Card restored.",
    details: "What it says",
    issuer: "Issuer",
    address: "Issuer’s address",
    added: (at: string) => `In this wallet since ${date(at)}`,
    from: "Valid from",
    until: "Valid until",
    unlisted:
      "This issuer is not on the list of issuers that your wallet knows. That says nothing bad, and nothing good.",
    unchecked:
      "This issuer publishes no keys, so its signature could not be checked when the card came. It came from the issuer’s own address.",
    copies: (unused: number, all: number) =>
      `${plural(unused, { one: "# of", other: "# of" })} ${plural(all, { one: "# copy", other: "# copies" })} not yet shown`,
    copiesWhy:
      "The card came in several copies, each with its own key. Every new verifier gets another copy, " +
      "so that two of them cannot find out that they met the same person.",
    copiesOut: "All copies have been shown. Two verifiers could now find out that they met the same card.",
    backNote: "This screen proves nothing. Only scanning does.",
    testNote: "TEST: a practice card. It proves nothing to anybody.",
    type: "Type",
    id: "Number in this wallet",
    howTitle: "How to show it",
    how: "Whoever checks cards shows you a code. Scan it, and choose what they may see.",
    expired: "This card has expired. Verifiers will not accept it. Ask its issuer for a new one.",
  },

  trash: {
    title: "Deleted cards",
    lead: "They stay here, encrypted, until you erase them.",
    empty: "Nothing here",
    emptyBody: "Cards that you delete come here first.",
    deletedAt: (at: string) => `Deleted ${dateTime(at)}`,
    restore: "Restore",
    erase: "Erase for good",
    eraseTitle: "Erase this card for good?",
    eraseBody: (title: string) =>
      `${quoted(title)} and all its keys are erased. Nobody can bring it back; only its issuer can give you a new one.`,
    erased: "Erased.",
  },

  activity: {
    title: "Activity",
    lead: "What happened in this wallet. It names what was shown, never what it said, and it never leaves this device.",
    empty: "Nothing has happened yet",
    emptyBody: "When you receive or show a card, you find it here.",
    events: {
      created: () => "Wallet made",
      started: (card: string, party: string) => `Ordered ${card} from ${party}`,
      dropped: (card: string, party: string) => `Gave up ${card} from ${party}`,
      received: (card: string, party: string) => `Received ${card} from ${party}`,
      shown: (card: string, party: string) => `Showed ${card} to ${party}`,
      refused: (_card: string, party: string) => `Refused ${party}`,
      deleted: (card: string) => `Deleted ${card}`,
      restored: (card: string) => `Restored ${card}`,
      erased: (card: string) => `Erased ${card}`,
    } as Record<string, ((card: string, party: string) => string) | undefined>,
    card: "a card",
    party: "somebody",
    shown: (labels: string[]) => `Shown: ${listOf(labels)}`,
    asked: (labels: string[]) => `Asked for: ${listOf(labels)}`,
    reason: (reason: string) => `Their reason: ${quoted(reason, 200)}`,
  },

  scan: {
    title: "Scan or add",
    lead: "Scan an issuer’s offer to get a card, or a verifier’s question to show one.",
    again: "Scan something else",
    otherTitle: "Not for the wallet",
    kinds: {
      credential:
        "This is a card or certificate that stands for itself. A card enters your wallet only through its issuer’s offer, because only then is it tied to your keys.",
      answer: "This is somebody’s answer to a verifier. The checking page reads it.",
      trust: "This is a list of issuers. The checking page reads it.",
      link: "This is a plain link. The wallet does not open links by itself:",
    } as Record<string, string | undefined>,
    verifier: "Go to the checking page",
    unreadable: "This code cannot be read",
    strange:
      "It is no issuer’s offer and no verifier’s question. Ask for another code, or, if you typed or pasted it, copy it once more and whole.",
  },

  receive: {
    title: "A card is offered to you",
    titleFrom: (issuer: string) => `${quoted(issuer)} offers you a card`,
    asking: "Asking the issuer what it offers",
    receiving: "Receiving your card",
    fetching: "The issuer makes it for the keys of this wallet",
    by: "Offered by",
    address: "Its address",
    hosts: "Other servers that take part",
    several: (n: number) => plural(n, { one: "# card comes with this offer.", other: "# cards come with this offer. This is the first." }),
    waiting: "The issuer needs time",
    waitingUntil: (at: string) => `The wallet asks again at ${dateTime(at)}`,
    waitingNote: "You may close this page. The card waits on your wallet’s first screen until you carry on.",
    unlisted:
      "This issuer is not on the list of issuers that your wallet knows. Accept only if you expected this offer.",
    test: "This card is for practice. It comes from a made-up country and proves nothing to anybody.",
    says: "The card will say",
    notGiven: "What it does not give you",
    copies: (n: number) =>
      `You get ${plural(n, { one: "# copy", other: "# copies" })}, each with its own key made here, so that different verifiers cannot compare notes.`,
    before: "The card is stored in this browser, encrypted. Your keys never leave it.",
    code: "Transaction code",
    codeHint: {
      numeric: (length?: number) =>
        length
          ? plural(length, { one: "The # digit that the issuer gave you apart from the offer", other: "The # digits that the issuer gave you apart from the offer" })
          : "The digits that the issuer gave you apart from the offer",
      text: "The code that the issuer gave you apart from the offer",
    },
    codeMissing: "Type the transaction code",
    codeLength: (length: number) => plural(length, { one: "The code has # character", other: "The code has # characters" }),
    codeWrong: "The issuer did not accept this code. Check it and try again",
    accept: "Accept the card",
    refuse: "No, thank you",
    refused: "Nothing was accepted, and nothing is kept.",
    doneTitle: "The card is in your wallet",
    done: "It is stored, encrypted. You can show it now, with or without a network.",
    see: "See the card",
    failed: "The card could not be received",
    lost: "The network was lost",
    lostKept:
      "Nothing is lost: what was received is stored. Carry on here, or later from your wallet’s first screen.",
    lostFresh: "Nothing was accepted yet. Try again when you are connected.",
    retry: "Try again",
    later: "Later",
  },

  present: {
    opening: "Reading the question",
    title: (who: string) => `${quoted(who)} asks to see`,
    who: "Who asks",
    titleNoName: "Somebody asks to see a card",
    noName: "They give no name",
    claimed: "They say so themselves. Nobody vouches for it.",
    nobody: "Nobody vouches for them.",
    verified: "An issuer list that your wallet knows vouches for this name.",
    address: "The answer goes to",
    why: "Why",
    noWhy: "They give no reason.",
    willSee: "They will see",
    alwaysSeen: "From",
    carried: (n: number) => plural(n, { one: "And # thing that every showing carries", other: "And # things that every showing carries" }),
    staysHidden: "Stays hidden",
    nothingHidden: "Nothing: this is the whole card.",
    choose: "Choose a card",
    fromCard: (title: string, issuer: string) => `${quoted(title)}, ${quoted(issuer)}`,
    optional: "Optional",
    leaveOut: "Do not show any card for this",
    reused:
      "All copies of this card have been shown before. This verifier and an earlier one could find out that they met the same card.",
    expiredCard: "This card has expired. They will not accept it.",
    none: "You have no card that fits",
    noneBody: (wanted: string[]) => `They ask for: ${listOf(wanted)}. None of your cards can say that.`,
    much: "They ask for the whole card. Think about whether they need it.",
    show: "Show this",
    refuse: "Refuse",
    refused: "Refused. They learn nothing.",
    timeLeft: (seconds: number) => `You have ${clock(seconds)} to answer.`,
    expired: "This question has expired. Nothing was shown. Ask for a new one.",
    answering: "Making your answer",
    answerTitle: "Your answer is ready",
    showIt: "Show this code to whoever asked.",
    answerLabel: "your answer",
    answerNote: "It proves that the card is yours, to them alone, once.",
    goBack: "Hand it over",
    goBackNote: (where: string) => `The question came from a page on this device. Go back to it with your answer: ${quoted(where)}`,
    orScan: "Or let them scan it",
    sameDevice: "Was the question asked on this device?",
    done: "Done",
    failed: "The question could not be answered",
  },

  storage: {
    title: "Your wallet could not be stored",
    problems: {
      storage_newer:
        "This wallet was written by a newer version of Domicile. It is left as it is. Reload the page to get the newer version; if that does not help, clear nothing and come back later.",
      storage_full:
        "The disk, or the space this site may use, is full. Nothing was changed. Free some space and try again.",
      storage_lost:
        "The browser’s storage stopped answering. The last step was not stored; everything before it is. Reload the page and try again.",
      storage_refused:
        "This browser gives the page no storage, as private windows often do. A wallet would be gone when you close it, so none is made. Use an ordinary window.",
      storage_damaged:
        "Some of the stored records are missing, so this wallet is not opened. Nothing is changed. If you cleared part of this site’s data, restore it from a backup of your browser.",
      storage_exists: "There is already a wallet in this browser. It is never written over. Reload the page to unlock it.",
      storage_overtaken: "Another tab changed the wallet at the same moment. Nothing was lost. Try again.",
    },
    reload: "Reload the page",
  },

  failureTitle: "That did not work",
  unexpected: "Something unexpected happened in this page. What is stored is as it was. Reload the page and try again.",
} as const;
