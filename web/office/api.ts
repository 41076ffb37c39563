/** The demo office's own service, on the same origin. */

export interface CardType {
  id: string;
  title: string;
  description: string;
  programmes: string[];
  not_given: string[];
  days: number;
}

export interface Office {
  name: string;
  country: string;
  authority: string;
  types: CardType[];
}

export interface Person {
  id: string;
  title: string;
  summary: string;
}

export interface Offer {
  offer_uri: string;
  tx_code: string;
  expires_at: string;
}

/** Who gets a card: a sample person, or somebody made up. */
export type Applicant = { person: string } | { claims: Claims };

export interface Claims {
  given_name: string;
  family_name: string;
  birthdate: string;
  nationalities: string[];
  residency: { programme: string };
}

/** What the office did not accept: a sentence per claim, or one code for all. */
export class Refusal extends Error {
  override name = "Refusal";

  constructor(
    readonly code: string,
    readonly fields: Readonly<Record<string, string>>,
  ) {
    super(code);
  }
}

export async function openOffice(): Promise<{ office: Office; people: Person[] }> {
  const [office, { people }] = await Promise.all([get<Office>("config"), get<{ people: Person[] }>("people")]);
  return { office, people };
}

export async function makeOffer(type: string, applicant: Applicant): Promise<Offer> {
  const response = await ask("offers", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ type, ...applicant }),
  });
  const reply = (await response.json()) as unknown;
  if (!response.ok) throw refusal(reply);
  return reply as Offer;
}

function refusal(reply: unknown): Refusal {
  const { error = "", fields = {} } = reply as { error?: string; fields?: Record<string, string> };
  return new Refusal(error, fields);
}

async function get<T>(name: string): Promise<T> {
  const response = await ask(name, {});
  if (!response.ok) throw new Refusal(String(response.status), {});
  return (await response.json()) as T;
}

function ask(name: string, options: RequestInit): Promise<Response> {
  return fetch(`/office/api/${name}`, {
    ...options,
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(10_000),
  });
}
