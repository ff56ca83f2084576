/** The outboxes of this browser: names, order, sending, and not leaving too early. */

import { createOutbox } from "./outbox.js";

/** Milliseconds after which a request is given up and tried again. */
const GIVE_UP = 10_000;

const outboxes = new Map();
const memory = new Map();

/** A name made at random; `crypto.randomUUID` is missing on plain http. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** What this browser remembers under a name; where it may not store, as long as the page lives. */
export function remembered(name) {
  try {
    return localStorage.getItem(name) ?? memory.get(name);
  } catch {
    return memory.get(name);
  }
}

/** Remember a text under a name. */
export function remember(name, text) {
  memory.set(name, text);
  try {
    localStorage.setItem(name, text);
  } catch {
    // A browser that stores nothing still counts.
  }
}

/** This device, and the next number in its order. */
export function stamp() {
  const device = remembered("coach-device") ?? newId();
  const seq = Number(remembered("coach-seq") ?? 0) + 1;
  remember("coach-device", device);
  remember("coach-seq", String(seq));
  return { device_id: device, seq };
}

async function ask(address, request) {
  const answer = await fetch(address, { ...request, signal: AbortSignal.timeout?.(GIVE_UP) });
  if (answer.ok) return answer.json();
  const { text } = await answer.json().catch(() => ({}));
  throw Object.assign(new Error(`answered ${answer.status}`), { status: answer.status, text });
}

/** The outbox that posts to an address; it outlives the screen, so that what waits is sent from any page. */
export function outboxOf(address, present) {
  if (outboxes.size === 0) watchThePage();
  if (!outboxes.has(address)) {
    const outbox = createOutbox(present, {
      send: (batch) =>
        ask(address, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(batch),
          keepalive: true,
        }),
      look: () => ask(address),
      ticks: () => performance.now(),
    });
    outboxes.set(address, outbox);
  }
  return outboxes.get(address);
}

/** Try again when the network or the page comes back, and warn before what waits is lost. */
function watchThePage() {
  const all = () => [...outboxes.values()];
  const sync = () => all().forEach((outbox) => outbox.sync());
  addEventListener("online", sync);
  document.addEventListener("visibilitychange", sync);
  addEventListener("beforeunload", (event) => {
    if (!all().some((outbox) => outbox.view().waiting > 0)) return;
    event.preventDefault();
    event.returnValue = true; // What browsers before 2023 look at.
  });
}
