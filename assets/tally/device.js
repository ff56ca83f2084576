/** What a browser can do for somebody who watches: stay awake, and open without a network. */

import { useEffect } from "react";

/** The one worker; it keeps the shell of the screens that count, and never data. */
const WORKER = "/worker.js";

/** What this browser cannot do here: "awake" where the screen may go dark, "offline" without a worker. */
export const missing = () => [
  ...("wakeLock" in navigator ? [] : ["awake"]),
  ...("serviceWorker" in navigator ? [] : ["offline"]),
];

/** Keeps the screen awake while the component is shown, where a browser can. */
export function useAwake() {
  useEffect(() => {
    let lock;
    let left = false;
    const hold = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock?.request("screen");
        if (left) lock?.release();
      } catch {
        // A battery that is nearly empty refuses; counting goes on.
      }
    };
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", hold);
      lock?.release();
    };
  }, []);
}

/** Have the worker keep this page's own files, so that it opens without a network. */
export async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(WORKER);
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    active.postMessage({ page: location.pathname, files });
  } catch {
    // Without a worker, as in a private window, the open page still loses nothing.
  }
}
