// The list that ties one build of the site together.

/** Asset is one file of the built site. */
export interface Asset {
  /** Path as the pages ask for it; `/verifier/` for its index.html. */
  url: string;
  /** What the browser checks the bytes against when it stores them. */
  integrity: string;
  /** Large and not needed by every page: kept once a page says that it needs it. */
  onDemand?: true;
}

/** pathOf drops the version from an address: within one build a path is enough. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

/** find answers a request for a path of this origin, with or without index.html. */
export function find(assets: readonly Asset[], path: string): Asset | undefined {
  const wanted = path.replace(/\/index\.html$/, "/");
  return assets.find((asset) => pathOf(asset.url) === wanted);
}

/** versionOf names a build by all its digests, so that any changed byte is a new version. */
export function versionOf(assets: readonly Asset[]): string {
  let hash = 0xcbf29ce484222325n; // FNV-1a, as a name only: integrity does the guarding
  for (const asset of assets) {
    for (const char of `${asset.url} ${asset.integrity}\n`) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0)!)) * 0x100000001b3n);
    }
  }
  return hash.toString(16).padStart(16, "0");
}
