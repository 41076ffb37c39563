// Written by scripts/types from wasm/api. Do not edit: change the Go types.

/** Every call of the engines: its name, what goes in, what comes out. */
export interface Calls {
  "scan.add": { request: ScanRequest; response: ScanResult };
  "scan.reset": { request: ScanResetRequest; response: Nothing };
  "qr.encode": { request: QRRequest; response: QRCodes };
  "trust.load": { request: TrustLoadRequest; response: TrustLoaded };
  "verifier.presets": { request: Nothing; response: Presets };
  "verifier.query": { request: QueryRequest; response: QueryRead };
  "verifier.identify": { request: IdentifyRequest; response: Identified };
  "verifier.challenge": { request: ChallengeRequest; response: Challenge };
  "verifier.live": { request: LiveRequest; response: Live };
  "verifier.receive": { request: ReceiveRequest; response: VerifyResponse };
  "verifier.browser": { request: BrowserAnswer; response: VerifyResponse };
  "verifier.verify": { request: VerifyRequest; response: VerifyResponse };
  "vault.create": { request: VaultCreateRequest; response: VaultCreated };
  "vault.unlock": { request: VaultUnlockRequest; response: WalletState };
  "vault.apply": { request: VaultApplyRequest; response: WalletState };
  "vault.lock": { request: Nothing; response: Nothing };
  "wallet.state": { request: Nothing; response: WalletState };
  "card.delete": { request: CardRequest; response: Change };
  "card.restore": { request: CardRequest; response: Change };
  "card.erase": { request: CardRequest; response: Change };
  "offer.open": { request: OfferOpenRequest; response: IssuanceStep };
  "offer.continue": { request: OfferContinueRequest; response: IssuanceStep };
  "offer.accept": { request: OfferAcceptRequest; response: IssuanceStep };
  "offer.drop": { request: OfferDropRequest; response: Change };
  "present.open": { request: PresentOpenRequest; response: PresentStep };
  "present.continue": { request: PresentContinueRequest; response: PresentStep };
  "present.code": { request: PresentCodeRequest; response: PresentStep };
  "present.answer": { request: PresentAnswerRequest; response: PresentStep };
  "present.refuse": { request: PresentRefuseRequest; response: PresentStep };
}

/** The name of a call. */
export type CallName = keyof Calls;

/**
 * ScanRequest hands one scanned, typed, pasted or dropped text to the scanner.
 * Frames of an animated code are collected per Session until complete.
 */
export interface ScanRequest {
  /** any name chosen by the page; ScanReset forgets it */
  session: string;
  text: string;
}

/** ScanResult says what a text is. */
export interface ScanResult {
  state: ScanState;
  /** frames, or fragments recovered */
  received: number;
  /** 1 for a single code */
  expected: number;
  item?: Item;
  failure?: Failure;
}

/** ScanResetRequest forgets the frames of a session. */
export interface ScanResetRequest {
  session: string;
}

/** Nothing is an empty request or response. */
export type Nothing = Record<string, never>;

/**
 * QRRequest asks for the code, or the frames of an animated code, of a text.
 * Animated is chosen by the engine where the text exceeds one comfortable code.
 */
export interface QRRequest {
  text: string;
  /**
   * Frame is the largest number of message bytes in one animated frame;
   * 0 lets the engine choose. Smaller frames suit old scanners.
   */
  frame?: number;
}

/** QRCodes are the codes to show, in order, again and again. One means a still. */
export interface QRCodes {
  codes: QRCode[];
  /** fragments needed at least; 1 for a still */
  parts: number;
}

/** TrustLoadRequest replaces everything the engine trusts. */
export interface TrustLoadRequest {
  sources: TrustSource[];
}

/** TrustLoaded lists what is trusted now, and which sources were refused. */
export interface TrustLoaded {
  anchors: Anchor[];
  refused: TrustRefusal[];
  /** of the trust list: how old what we know is */
  issued?: string;
  expires?: string;
  /** Vouchers are who is believed about who a verifier is. */
  vouchers?: Voucher[];
}

/** Presets answers verifier.presets. */
export interface Presets {
  presets: Preset[];
  types: CardType[];
}

/** QueryRequest asks what a query in DCQL asks for. */
export interface QueryRequest {
  query: string;
}

/** QueryRead is a query in words. */
export interface QueryRead {
  cards: AskedCard[];
}

/**
 * IdentifyRequest hands the engine who asks: a key, with either a certificate or
 * an attestation. It replaces what came before; with no key at all it is
 * forgotten. The key stays in the engine's memory.
 */
export interface IdentifyRequest {
  /** PEM or JWK */
  key?: Uint8Array;
  /** PEM, the verifier's own first */
  certificate?: Uint8Array;
  /** a JWT */
  attestation?: string;
}

/** Identified says what was taken; empty where everything was forgotten. */
export interface Identified {
  identity?: Identity;
  /** whom the certificate or attestation is for */
  name: string;
  /** of a certificate */
  hosts: string[];
  until?: string;
  /** HighAssurance tells that the key fits HAIP 1.0. */
  high_assurance: boolean;
}

/**
 * ChallengeRequest asks for a fresh question: a preset, or a query of one's own.
 * The engine keeps its nonce and its keys, good for one answer.
 */
export interface ChallengeRequest {
  preset?: string;
  /** DCQL, in place of a preset */
  query?: string;
  /** replaces the preset's */
  purpose?: string;
  /** the name shown to the holder */
  verifier?: string;
  /**
   * ReturnURL is the verifier page's own address. By codes it is the
   * redirect_uri of OpenID4VP; on the same device the wallet leads back to it.
   */
  return_url: string;
  /** absent: by codes */
  way?: Way;
  /** absent: by the address */
  identity?: Identity;
  /** the relay's base address */
  relay?: string;
  /**
   * CheckCode makes the holder type two digits from this screen. It needs a
   * relay and an identity with a key.
   */
  check_code?: boolean;
  /** HAIP 1.0 */
  high_assurance?: boolean;
  transaction?: AskedTransaction;
}

/** Challenge is a question to show. */
export interface Challenge {
  id: string;
  /** to show as a code or link; "" in the browser's way */
  text: string;
  expires_at: string;
  cards: AskedCard[];
  check_code: boolean;
  /** ways over the relay */
  exchange?: Exchange;
  browser?: BrowserRequest;
}

/**
 * LiveRequest brings the nonce of the wallet that opened the question. The first
 * counts.
 */
export interface LiveRequest {
  challenge: string;
  wallet_nonce: string;
}

/** Live is the request object for that wallet alone. */
export interface Live {
  object: string;
  /** for the holder to type; none where no check code was asked for */
  digits?: string;
  /** the wallet has until then */
  expires_at: string;
}

/** ReceiveRequest asks for a verdict on what a wallet posted to the relay. */
export interface ReceiveRequest {
  challenge: string;
  /** the form, as it was posted */
  body: string;
  /**
   * ResponseCode is the one that came back to this browser; a question on the
   * same device is answered only with it, and the relay compared it.
   */
  response_code?: string;
  accept_test: boolean;
  last_seen?: string;
}

/** VerifyResponse is the verdict with what a screen needs beside it. */
export interface VerifyResponse {
  verdict: Verdict;
  /** of the verdict's kind */
  sentence: string;
  /** sentence per step, same order as the verdict's */
  steps: StepText[];
  /** one for each card that was shown and is genuine */
  cards: ShownCard[];
  /** what the holder was asked to authorise, where VALID */
  agreed: Line[];
  preset?: string;
  last_seen: string;
}

/** BrowserAnswer asks for a verdict on what the Digital Credentials API gave. */
export interface BrowserAnswer {
  challenge: string;
  protocol: string;
  /** JSON */
  data: string;
  accept_test: boolean;
  last_seen?: string;
}

/** VerifyRequest asks for a verdict on a complete scanned text. */
export interface VerifyRequest {
  text: string;
  /**
   * Challenges are the IDs of the open challenges, to one of which the text
   * must be the answer: several where a page renews its question. Empty where a
   * code is just read.
   */
  challenges?: string[];
  /** test mode: issuers of scope test may be valid */
  accept_test: boolean;
  /**
   * LastSeen is the newest time that others bore witness to on this device, RFC
   * 3339: a clock before it is suspect. The response carries the new value to
   * keep, empty where there is none yet.
   */
  last_seen?: string;
}

/** VaultCreateRequest makes a new vault. Passphrase is NFKC-normalised. */
export interface VaultCreateRequest {
  passphrase: string;
}

/**
 * VaultCreated is the envelope (slots, no secrets in clear) to store, and the
 * first records.
 */
export interface VaultCreated {
  envelope: Uint8Array;
  records: Uint8Array[];
}

/**
 * VaultUnlockRequest opens a vault. A wrong passphrase and a damaged envelope
 * fail alike, with kind "vault_locked".
 */
export interface VaultUnlockRequest {
  envelope: Uint8Array;
  passphrase: string;
  /** all stored records, in order */
  records: Uint8Array[];
}

/** WalletState is all a screen needs, never a key and never a raw credential. */
export interface WalletState {
  /** number of records applied */
  seq: number;
  cards: Card[];
  /** Trash holds deleted cards that can still be restored. */
  trash: Card[];
  /** Pending are issuances interrupted by a lost network, to resume or drop. */
  pending: Pending[];
  /** newest first */
  log: LogEntry[];
  /**
   * Damaged counts stored records that could not be read: the rest is here,
   * and the person should be told.
   */
  damaged: number;
}

/**
 * VaultApplyRequest applies stored records that follow those already applied.
 * Seq is the number of the first: the engine refuses gaps and repeats.
 */
export interface VaultApplyRequest {
  seq: number;
  records: Uint8Array[];
}

/** CardRequest names a card. */
export interface CardRequest {
  id: string;
}

/**
 * Change is what a mutating call returns: records to store from number Seq on
 * where none of that number is yet, then to apply. Rewrites replace stored
 * records in the same transaction (an erased card leaves no keys behind); they
 * are not applied.
 */
export interface Change {
  seq: number;
  records: Uint8Array[];
  rewrites?: Rewrite[];
}

/**
 * OfferOpenRequest starts an issuance from offer text (link, QR or paste), or
 * resumes a pending one.
 */
export interface OfferOpenRequest {
  text?: string;
  resume?: string;
}

/**
 * IssuanceStep is the next thing to do in an issuance: exactly one of HTTP,
 * Preview, Change and WaitUntil is set, or Done. Follow HTTP with offer.continue
 * and the response; Preview with offer.accept; Change with storing, vault.apply,
 * and offer.continue without a response. Once Done, CardID is in the wallet.
 *
 * Whatever fails, offer.continue without a response asks for the same step
 * again: a request whose answer was lost, a change that was not applied (sealed
 * anew, for the wallet as it is by then).
 */
export interface IssuanceStep {
  session: string;
  http?: HTTPRequest;
  preview?: OfferPreview;
  change?: Change;
  /**
   * WaitUntil is set where the issuer needs time: call offer.continue without
   * a response then. The order is pending, so the page may be closed.
   */
  wait_until?: string;
  done: boolean;
  card_id?: string;
  /** Progress in [0,1] over the whole issuance. */
  progress: number;
}

/**
 * OfferContinueRequest hands back the answer to an HTTPRequest. After a stored
 * Change, Response is absent.
 */
export interface OfferContinueRequest {
  session: string;
  response?: HTTPResponse;
}

/** OfferAcceptRequest accepts a preview. */
export interface OfferAcceptRequest {
  session: string;
  tx_code?: string;
}

/** OfferDropRequest forgets an issuance, pending or open. */
export interface OfferDropRequest {
  session: string;
}

/** PresentOpenRequest opens a verifier's request, in any of its forms. */
export interface PresentOpenRequest {
  text: string;
  /** HAIP holds the verifier to the High Assurance Interoperability Profile 1.0. */
  haip: boolean;
}

/**
 * PresentStep is the next thing to do with a request: exactly one of HTTP, Code,
 * Preview, Change and Failure is set, or Done. Follow HTTP with present.continue
 * and the response, once the person agreed to go to Host; Code with present.code;
 * Preview with present.answer or present.refuse; Change with storing, vault.apply,
 * and present.continue without a response; Failure with present.refuse, or with
 * nothing.
 *
 * Whatever fails, present.continue without a response asks for the same step
 * again: a request whose answer was lost is sent again to the letter, so that it
 * counts once; a change that was not applied is sealed anew, for the wallet as it
 * is by then.
 */
export interface PresentStep {
  session: string;
  http?: HTTPRequest;
  /**
   * Host is the server that HTTP goes to. Before the first request to a host
   * the person is asked: a code is never followed in silence.
   */
  host?: string;
  /**
   * Sending is true where HTTP carries the answer, or that there is none: the
   * person agreed to that already.
   */
  sending: boolean;
  /** Code asks for the two digits on the verifier's screen. There is one try. */
  code: boolean;
  preview?: PresentPreview;
  change?: Change;
  /**
   * Failure is set where the request was refused before anybody was asked, and
   * the verifier could be told so by present.refuse. Nobody else need to be
   * told: then the call fails instead.
   */
  failure?: Failure;
  done: boolean;
  /**
   * Text is an answer that a code or a link carries: hand it to qr.encode, or
   * copy it. Empty where the answer was sent.
   */
  text?: string;
  /**
   * ReturnTo is the verifier's page with the answer in the fragment, for the
   * same device.
   */
  return_to?: string;
  /**
   * Redirect is where the verifier sends the person after an answer that was
   * sent. It is https or this same machine, and never runs anything.
   */
  redirect?: string;
}

/**
 * PresentContinueRequest hands back the answer to an HTTPRequest. After a stored
 * Change, or to see the same step again, Response is absent.
 */
export interface PresentContinueRequest {
  session: string;
  response?: HTTPResponse;
}

/** PresentCodeRequest hands over the digits on the verifier's screen. */
export interface PresentCodeRequest {
  session: string;
  digits: string;
}

/** PresentAnswerRequest answers with chosen cards. */
export interface PresentAnswerRequest {
  session: string;
  choices: Choice[];
}

/**
 * PresentRefuseRequest declines a request. To the verifier a person who refuses
 * and a wallet without such a card look the same.
 */
export interface PresentRefuseRequest {
  session: string;
}

/** Failure is how every call reports an error. */
export interface Failure {
  /** closed identifier, see credentials/verdict */
  kind: string;
  /** verdict step, or the call's name */
  step?: string;
  /** for a person: what happened and what to do next */
  sentence: string;
  /** for an expert; never a value or a key */
  detail?: string;
}

/** ScanState is how far a scan has come. */
export type ScanState =
  | "partial" // frames are missing
  | "complete" // Item is whole
  | "refused" // Failure says why; frames already collected stay;

/** Item is a recognised whole. */
export interface Item {
  type: ItemType;
  /** of a credential, as in the CLI contract */
  format?: string;
  /** canonical text to hand to the next call */
  text: string;
}

/**
 * QRCode is one code as a square of modules without quiet zone, row by row,
 * one byte each, 1 for dark.
 */
export interface QRCode {
  size: number;
  modules: Uint8Array;
  /** what the code holds, for copying */
  text: string;
}

/**
 * TrustSource is one file or list that names issuers: PEM, JWK set, DID
 * document or our own trust list, told apart by content.
 */
export interface TrustSource {
  name: string;
  data: Uint8Array;
  /**
   * Verifiers is true for a source of who vouches for verifiers. Nobody in it
   * issues a card, and in any other source but a trust list nobody vouches for
   * a verifier.
   */
  verifiers?: boolean;
}

/** Anchor is one trusted issuer, for display. */
export interface Anchor {
  /**
   * Source is the name of the TrustSource that brought it, so that a page can
   * say which file to remove.
   */
  source: string;
  id: string;
  name: string;
  scope: Scope;
  /** empty: any */
  types: string[];
  from?: string;
  until?: string;
}

/** TrustRefusal says why a source was not taken. */
export interface TrustRefusal {
  name: string;
  failure: Failure;
}

/** Voucher is an authority, or a registrar, that vouches for verifiers. */
export interface Voucher {
  /** as of Anchor */
  source: string;
  name: string;
}

/** Preset is a ready-made question of the verifier. */
export interface Preset {
  /** "over18", "name-residency", "whole-card", … */
  id: string;
  purpose: string;
  /** human labels, in order */
  claims: string[];
}

/** CardType is a kind of card that a question can be put together for. */
export interface CardType {
  /** the vct */
  type: string;
  name: string;
  claims: CardClaim[];
}

/** AskedCard is one card of a question. */
export interface AskedCard {
  id: string;
  /** what kind of card, "" where there are no words for its types */
  name: string;
  /** as they stand in the query; empty: any */
  types: string[];
  /** the question can be answered without it */
  optional: boolean;
  claims: AskedClaim[];
}

/** Identity is how a verifier is known to wallets. */
export type Identity =
  | "address" // by the address that the answer goes to; unsigned
  | "key" // by a key that this engine made for the session
  | "certificate" // by the certificate that verifier.identify brought
  | "attestation" // by the attestation that it brought;

/** Way is how a question reaches a wallet and its answer the page. */
export type Way =
  | "code" // by codes alone, without a network
  | "relay" // the relay has the request and takes the answer
  | "same-device" // likewise, and the wallet leads the person back
  | "browser" // Digital Credentials API;

/** AskedTransaction is what the holder is asked to authorise beside showing a card. */
export interface AskedTransaction {
  type: string;
  members: Record<string, string>;
}

/**
 * Exchange is what to PUT to the relay: Body, as application/json, to
 * Relay/x/ID with the bearer token.
 */
export interface Exchange {
  id: string;
  token: string;
  body: string;
  /** seconds */
  lifetime: number;
}

/** BrowserRequest is what to hand to the Digital Credentials API. */
export interface BrowserRequest {
  protocol: string;
  /** JSON */
  data: string;
}

/** Verdict is what verification says of one input. */
export interface Verdict {
  verdict: Outcome;
  /** "ok", or the kind of the first step that did not pass */
  kind: string;
  format: string;
  steps: StepResult[];
  issuer: IssuerInfo;
  /** "bearer", "proven" or "none" */
  holder: string;
  assurance: Assurance;
  status: StatusInfo;
  /** absent unless the signature passed */
  claims?: Record<string, unknown>;
  validity: Validity;
}

/** StepText is a verdict's step in words. */
export interface StepText {
  step: Step;
  result: Result;
  title: string;
  sentence: string;
}

/** ShownCard is one card of an answer. */
export interface ShownCard {
  /** what kind of card it is, "" where there are no words for it */
  name: string;
  /** the claims asked for, or all where nothing was asked */
  shown: Claim[];
  /** what else was disclosed, folded away */
  other: Claim[];
}

/** Line is a label with its text. */
export interface Line {
  label: string;
  value: string;
}

/** Card is one credential (with all its copies) for display. */
export interface Card {
  id: string;
  /** vct */
  type: string;
  /** "Residency card" */
  title: string;
  issuer: string;
  issuer_url: string;
  /** name on the card */
  holder: string;
  scope: Scope;
  colour?: string;
  /** 32 bytes from the issuer's key, seeds the guilloche */
  pattern: Uint8Array;
  /**
   * Unchecked is true where the issuer publishes no keys, so that nobody checked
   * its signature when the card came.
   */
  unchecked: boolean;
  from?: string;
  until?: string;
  expired: boolean;
  claims: Claim[];
  /** in all */
  copies: number;
  /** copies not shown to anyone yet */
  unused: number;
  added_at: string;
  deleted_at?: string;
}

/** Pending is an issuance that can be resumed. */
export interface Pending {
  id: string;
  issuer: string;
  title: string;
  since: string;
}

/** LogEntry is one line of the activity log: no claim values. */
export interface LogEntry {
  at: string;
  event: LogEvent;
  card?: string;
  party?: string;
  /** labels only */
  claims?: string[];
  /** the purpose the verifier gave */
  reason?: string;
  /**
   * Host is where the answer went, or would have gone; Sure how sure it was who
   * asked. Entries of before have neither.
   */
  host?: string;
  sure?: Sureness;
  /** Transactions are titles of what was authorised, or was to be. */
  transactions?: string[];
}

/** Rewrite replaces one stored record. */
export interface Rewrite {
  seq: number;
  record: Uint8Array;
}

/**
 * HTTPRequest is one request the page sends for the engine, without cookies,
 * without following redirects.
 */
export interface HTTPRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** OfferPreview is shown before the person accepts. */
export interface OfferPreview {
  issuer: string;
  issuer_url: string;
  scope: Scope;
  title: string;
  type: string;
  /** labels of what the card will say */
  claims: string[];
  /** what it does not give, where the issuer says */
  not_given: string[];
  tx_code?: TxCode;
  copies: number;
  pattern: Uint8Array;
  /**
   * Cards is how many cards come with the offer; the members above describe
   * the first.
   */
  cards: number;
  /** Hosts are servers other than the issuer's own that take part. */
  hosts: string[];
  colour?: string;
}

/** HTTPResponse is its answer. Status 0 means that the network failed. */
export interface HTTPResponse {
  status: number;
  /** lower-case names */
  headers: Record<string, string>;
  /** at most 256 KiB, larger ones are cut and refused */
  body: string;
}

/** PresentPreview is the consent screen's content. */
export interface PresentPreview {
  /** the name it gives itself */
  verifier: string;
  client_id: string;
  /**
   * Sure tells what is known of it; Name is the name that was vouched for, or
   * a host that was proven, and By who vouches.
   */
  sure: Sureness;
  name?: string;
  by?: string;
  /** Purpose is the verifier's own word; Registered what a registrar says of it. */
  purpose: string;
  registered?: Registration;
  expires_at?: string;
  asks: Ask[];
  /** Sets are the combinations of asks, of each of which one option is answered. */
  sets: AskSet[];
  /** Transactions are what the person is asked to authorise. */
  transactions: Transaction[];
  /**
   * Satisfiable is false where a required part has no card: then only
   * present.refuse is left.
   */
  satisfiable: boolean;
  /** Host is the server that the answer goes to, Address all of its address. */
  host: string;
  address: string;
  /**
   * Sends is true where the wallet sends the answer itself; else a code or a
   * link carries it. Encrypted is true where only the verifier can read it.
   */
  sends: boolean;
  encrypted: boolean;
}

/** Choice picks cards for an Ask; several only where it is Multiple. */
export interface Choice {
  ask: string;
  cards: string[];
}

/** ItemType is what a scanned text turned out to be. */
export type ItemType =
  | "request" // a question, OpenID4VP
  | "offer" // a credential offer, OpenID4VCI
  | "answer" // a presentation shown as a code
  | "credential" // a credential that stands for itself
  | "link" // shown, never fetched
  | "trust" // a list of issuers;

/** Scope tells practice cards from real ones. */
export type Scope =
  | "test" // a practice issuer: never valid in live mode
  | "live"
  | "" // the issuer is not on the list of trust;

/** CardClaim is a claim that can be asked for. */
export interface CardClaim {
  /** a claims path pointer as JSON, to stand in a query */
  path: string;
  label: string;
}

/** AskedClaim is a claim that is asked for. */
export interface AskedClaim {
  label: string;
  /** one of which it must have; empty: any */
  values: string[];
}

/** Outcome is a verdict's colour. */
export type Outcome =
  | "valid"
  | "invalid"
  | "unknown";

/** StepResult is one step with its result. */
export interface StepResult {
  step: Step;
  result: Result;
  kind: string;
  detail: string;
  micros: number;
}

/** IssuerInfo names who issued, as the trust entry (not the credential) says. */
export interface IssuerInfo {
  id: string;
  name: string;
  /** "test" or "live"; empty where the issuer is unknown */
  scope: string;
}

/** Assurance is the triple and its minimum; see ARCHITECTURE. */
export interface Assurance {
  proofing: string;
  storage: string;
  presence: string;
  effective: string;
}

/** StatusInfo is what a cached status list said, and how old it was. */
export interface StatusInfo {
  state: string;
  age_seconds: number;
}

/** Validity is the credential's own period, RFC 3339 in UTC. */
export interface Validity {
  from: string;
  until: string;
}

/** Step is one check, in the order of Steps. */
export type Step =
  | "envelope"
  | "format"
  | "issuer"
  | "signature"
  | "time"
  | "status"
  | "holder"
  | "policy";

/** Result is the outcome of one step. */
export type Result =
  | "pass"
  | "fail"
  | "unknown"
  | "skipped";

/** Claim is one claim under a human label. */
export interface Claim {
  /** dotted, for experts */
  path: string;
  label: string;
  value: string;
  type: ClaimType;
}

/** LogEvent is what a line of the activity log tells. */
export type LogEvent =
  | "created" // the wallet was made
  | "started" // a card was ordered and its keys were made
  | "received" // a card was checked and stored
  | "dropped" // an order was given up
  | "shown" // claims left the wallet
  | "refused" // the person declined a request
  | "deleted" // a card went to the trash
  | "restored" // and came back
  | "erased" // a card and its keys are gone for good;

/** Sureness tells who vouches for a verifier's name. */
export type Sureness =
  | "verified" // somebody whom the wallet believes vouches for it
  | "proven" // it holds its identifier's key; nobody says whose that is
  | "claimed" // nobody but the verifier;

/** TxCode describes the transaction code to type. */
export interface TxCode {
  mode: CodeMode;
  length?: number;
  description?: string;
  /** the last one was refused by the issuer */
  retry: boolean;
}

/** Registration is what a registrar, whom the wallet believes, says of a verifier. */
export interface Registration {
  registrar: string;
  name?: string;
  purpose?: string;
}

/** Ask is one credential query with the cards that satisfy it. */
export interface Ask {
  id: string;
  /** Required is true where the suggested combination needs it. */
  required: boolean;
  /** Multiple is true where several cards may be shown for it. */
  multiple: boolean;
  /** empty: no card fits */
  options: Option[];
  /** labels of what was asked, for the empty case */
  wanted: string[];
  /** Beyond are labels of what the verifier's registration does not cover. */
  beyond: string[];
  /** Suggested is the card to begin with, empty where there is none. */
  suggested?: string;
}

/** AskSet is a choice among combinations of asks. */
export interface AskSet {
  required: boolean;
  /**
   * Options are those for which there are cards, as lists of Ask.ID, the one
   * that the verifier wants most first.
   */
  options: string[][];
  /** Suggested is the option to begin with, -1 for none. */
  suggested: number;
}

/** Transaction is something to authorise, all of which must be read. */
export interface Transaction {
  /** of its type */
  name: string;
  fields: TransactionField[];
  /** Asks are the parts of the question, of which one card signs for it. */
  asks: string[];
}

/** ClaimType tells how a claim's value reads. */
export type ClaimType =
  | "text"
  | "date" // YYYY-MM-DD, or RFC 3339
  | "bool" // "true" or "false"
  | "image" // a data: URI of PNG, JPEG or WebP
  | "json" // a structure no label is known for;

/** CodeMode tells which keyboard a transaction code needs. */
export type CodeMode =
  | "numeric"
  | "text";

/** Option is one card that satisfies an Ask, with what would be disclosed. */
export interface Option {
  card_id: string;
  title: string;
  issuer: string;
  scope: Scope;
  /** exactly what leaves, always-visible ones included */
  disclosed: Claim[];
  /** labels of what stays */
  hidden: string[];
  /**
   * Reused is true where no unused copy is left, so that two verifiers could
   * recognise the card.
   */
  reused: boolean;
  /** Expired is true where the verifier will refuse the card. */
  expired: boolean;
}

/** TransactionField is one line of a Transaction. */
export interface TransactionField {
  label: string;
  value: string;
}
