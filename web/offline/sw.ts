/// <reference lib="webworker" />
// The service worker: one cache per build, filled with bytes whose digests the
// browser has checked, answered from before the network. A build is taken
// whole or not at all. Nothing outside the list is touched, so no request that
// carries data of a person ever passes through here.

import { find, pathOf, versionOf, type Asset } from "./assets";
import { cachePrefix, type FromOffline, type ToOffline } from "./messages";

declare const self: ServiceWorkerGlobalScope;
declare const __ASSETS__: Asset[];

const assets = __ASSETS__;
const cacheName = cachePrefix + versionOf(assets);

/** store fetches one asset past stale HTTP caches; a byte that differs from the build's makes it fail. */
async function store(cache: Cache, asset: Asset): Promise<void> {
  if (await cache.match(pathOf(asset.url))) return;
  const versioned = asset.url.includes("?v=") || asset.url.startsWith("/assets/");
  const response = await fetch(asset.url, { integrity: asset.integrity, cache: versioned ? "default" : "no-cache", credentials: "omit" });
  if (!response.ok) throw new Error(`${asset.url} answered ${response.status}`);
  await cache.put(pathOf(asset.url), response);
}

/** kept tells whether an earlier build held a path, so that an update does not lose what works offline. */
async function kept(path: string): Promise<boolean> {
  for (const name of await caches.keys()) {
    if (name.startsWith(cachePrefix) && (await (await caches.open(name)).match(path))) return true;
  }
  return false;
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const asset of assets) {
    if (!asset.onDemand || (await kept(pathOf(asset.url)))) await store(cache, asset);
  }
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(cachePrefix) && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

async function keep(paths: string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const path of paths) {
    const asset = find(assets, path);
    if (asset) await store(cache, asset);
  }
}

async function answer(asset: Asset, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(pathOf(asset.url))) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const asset = find(assets, url.pathname);
  if (asset) event.respondWith(answer(asset, event.request));
});

self.addEventListener("message", (event) => {
  const message = event.data as ToOffline;
  if (message.type === "take-over") event.waitUntil(self.skipWaiting());
  if (message.type === "keep") {
    const reply = (kept: boolean) => event.ports[0]?.postMessage({ type: "kept", kept } satisfies FromOffline);
    event.waitUntil(keep(message.paths).then(() => reply(true), () => reply(false)));
  }
});
