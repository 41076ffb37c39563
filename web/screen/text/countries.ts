import { locale } from "./locale";

const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });

/** A country under its name, with its code beside it as passports write it; codes nobody knows stay codes. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const name = names.of(code);
  return name ? `${name} (${code})` : code;
}
