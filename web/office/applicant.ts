import type { FieldError } from "../screen/forms";
import { enOffice as words } from "../screen/text/en.office";
import type { Applicant, Refusal } from "./api";

const { errors } = words;

/** The value of the radio for somebody made up. */
export const ownPerson = "own";

/** Which field of the form each claim is typed in. */
const fieldOf: Readonly<Record<string, string>> = {
  given_name: "given",
  family_name: "family",
  birthdate: "birth-day",
  nationalities: "nationality",
  "residency.programme": "programme",
};

/** Reads the form, or says what is missing. Whether it is right the office says. */
export function readForm(form: HTMLFormElement): { applicant: Applicant; wrong: FieldError[] } {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const person = text("person");
  if (person !== ownPerson) {
    const wrong = person ? [] : [{ id: "person", message: errors.person }];
    return { applicant: { person }, wrong };
  }
  const birthdate = dateOf(text("birth-year"), text("birth-month"), text("birth-day"));
  const claims = {
    given_name: text("given"),
    family_name: text("family"),
    birthdate,
    nationalities: [text("nationality")].filter(Boolean),
    residency: { programme: text("programme") },
  };
  const missing: [boolean, string, string][] = [
    [!claims.given_name, "given", errors.given],
    [!claims.family_name, "family", errors.family],
    [!birthdate, "birth-day", errors.birth],
    [!claims.nationalities.length, "nationality", errors.nationality],
    [!claims.residency.programme, "programme", errors.programme],
  ];
  const wrong = missing.filter(([is]) => is).map(([, id, message]) => ({ id, message }));
  return { applicant: { claims }, wrong };
}

/** A calendar date that exists, as YYYY-MM-DD, or "". */
export function dateOf(year: string, month: string, day: string): string {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return "";
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? "" : text;
}

/** What the office refused, at the fields where it was typed. */
export function refusedFields({ code, fields }: Refusal): FieldError[] {
  const found = Object.entries(fields).map(([claim, message]) => ({ id: fieldOf[claim] ?? "person", message }));
  if (found.length) return found;
  return [{ id: "person", message: code === "too_many_offers" ? errors.full : errors.other }];
}
