// Hand scanners that pretend to be keyboards: a quick burst of characters that
// ends with Enter. What a person types is far slower and stays untouched.

const longestGap = 60;
const shortestCode = 8;

/** listenToScanner tells each burst that arrives outside text fields; call the result to stop. */
export function listenToScanner(tell: (text: string) => void): () => void {
  let text = "";
  let last = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    if (event.timeStamp - last > longestGap) text = "";
    last = event.timeStamp;
    if (event.key.length === 1) text += event.key;
    if (event.key !== "Enter" || text.length < shortestCode) return;
    event.preventDefault();
    tell(text);
    text = "";
  };
  addEventListener("keydown", onKey, true);
  return () => removeEventListener("keydown", onKey, true);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
