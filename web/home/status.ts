/** Whether this site has a demo office ("none": it is a live site), and whether it answers. */
export type DemoStatus = "open" | "closed" | "none";

export async function demoStatus(): Promise<DemoStatus> {
  const config = await getJSON("/config.json");
  if (config !== undefined && !isDemo(config)) return "none";
  return (await getJSON("/office/api/people")) === undefined ? "closed" : "open";
}

/** Whether the site's configuration says that it is a demo. */
export function isDemo(config: unknown): boolean {
  return typeof config === "object" && config !== null && "demo" in config && config.demo === true;
}

async function getJSON(path: string): Promise<unknown> {
  try {
    const response = await fetch(path, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(5000) });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
