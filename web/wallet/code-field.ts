import type { TemplateResult } from "lit";
import type { TxCode } from "../engine/api.gen";
import { textField, type FieldError } from "../screen/forms";
import { cut } from "../screen/text/foreign";
import { enWallet } from "../screen/text/en.wallet";

const words = enWallet.receive;

/** The field for the transaction code that the issuer gave apart from the offer. */
export function codeField(code: TxCode, errors: readonly FieldError[]): TemplateResult {
  const numeric = code.mode !== "text";
  return textField({
    id: "tx-code",
    label: words.code,
    hint: code.description ? cut(code.description, 300) : numeric ? words.codeHint.numeric(code.length) : words.codeHint.text,
    errors,
    look: "code",
    autocomplete: "one-time-code",
    ...(numeric ? { inputmode: "numeric" } : {}),
  });
}

/** What is plainly wrong with a typed code; whether it is right only the issuer knows. */
export function codeErrors({ length }: TxCode, typed: string): FieldError[] {
  if (!typed) return [{ id: "tx-code", message: words.codeMissing }];
  if (length && [...typed].length !== length) return [{ id: "tx-code", message: words.codeLength(length) }];
  return [];
}
