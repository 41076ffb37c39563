/**
 * Keeps the screen awake until the returned function is called. A browser
 * drops the lock whenever the page is hidden, so it is asked for again on
 * return; one that has no such lock simply sleeps as usual.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const hold = async () => {
    if (over || document.hidden) return;
    try {
      lock = await navigator.wakeLock?.request("screen");
      if (over) await lock?.release();
    } catch {
      // Refused, by a low battery for instance: the code is as good without.
    }
  };
  document.addEventListener("visibilitychange", hold);
  void hold();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", hold);
    void lock?.release().catch(() => {});
  };
}
