// The way in which the Go tests speak to what others wrote: one command a line on
// standard input, {"op", …}; one answer a line, {"ok": …} or {"error": "…"}.
import { createInterface } from "node:readline";

/** obey runs commands until standard input ends. */
export async function obey(operations) {
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    let answer;
    try {
      answer = { ok: (await operations[command.op](command)) ?? null };
    } catch (error) {
      answer = { error: [error?.message ?? error, error?.errorResponse?.error_description, error?.cause?.message].filter(Boolean).join(": ") };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
