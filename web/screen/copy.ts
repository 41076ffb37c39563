import { en } from "./text/en";
import { toast } from "./toast";

/** Copies a text and says whether that worked. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(en.copied);
  } catch {
    toast(en.copyFailed);
  }
}
