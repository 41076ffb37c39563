// The page's part of offline use.

import { scriptURL } from "../engine/trusted";
import type { FromOffline, ToOffline } from "./messages";

const busyLock = "domicile-busy";

/**
 * holdUpdates keeps a new version from taking over while something is going
 * on, in this tab or any other. Call the returned function when it is over.
 */
export function holdUpdates(): () => void {
  let release = () => {};
  const over = new Promise<void>((resolve) => (release = resolve));
  void navigator.locks?.request(busyLock, { mode: "shared" }, () => over);
  return () => release();
}

export interface OfflineOptions {
  /** Large files this page cannot do without, e.g. "/engine/verifier.wasm". */
  keep?: string[];
  /** Told once everything this page needs works without a network (true), or could not be stored (false). */
  onReady?: (ready: boolean) => void;
}

/**
 * registerOffline installs the service worker, keeps what the page names, and
 * lets a new version take over only while no page of this site is busy. Where
 * the browser has no service workers it does nothing, and the page works
 * online.
 */
export async function registerOffline(options: OfflineOptions = {}): Promise<void> {
  if (!("serviceWorker" in navigator)) return options.onReady?.(false);
  reloadOnTakeOver();
  try {
    const registration = await navigator.serviceWorker.register(scriptURL("/sw.js"), { updateViaCache: "none", scope: "/" });
    watchForUpdates(registration);
    await navigator.serviceWorker.ready;
    options.onReady?.(await keep(options.keep ?? []));
  } catch {
    // Private windows and full disks refuse; the page still works online.
    options.onReady?.(false);
  }
}

async function keep(paths: string[]): Promise<boolean> {
  const worker = (await navigator.serviceWorker.ready).active;
  if (!worker) return false;
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event: MessageEvent<FromOffline>) => resolve(event.data.kept);
    worker.postMessage({ type: "keep", paths } satisfies ToOffline, [channel.port2]);
  });
}

/** The first worker claims a page that already runs its version; only later ones need a fresh page. */
function reloadOnTakeOver(): void {
  if (!navigator.serviceWorker.controller) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
}

const hour = 3_600_000;

function watchForUpdates(registration: ServiceWorkerRegistration): void {
  const offer = () => void takeOverWhenIdle(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  document.addEventListener("visibilitychange", offer);
  setInterval(offer, 30_000);
  // A kiosk is never reloaded, so it has to ask.
  setInterval(() => void registration.update().catch(() => undefined), hour);
  offer();
}

async function takeOverWhenIdle(registration: ServiceWorkerRegistration): Promise<void> {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  await navigator.locks?.request(busyLock, { mode: "exclusive", ifAvailable: true }, (lock) => {
    if (lock) registration.waiting?.postMessage({ type: "take-over" } satisfies ToOffline);
  });
}
