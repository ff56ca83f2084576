/** The outboxes of this browser: whose they are, names, order, sending, and not leaving too early. */

import { createOutbox } from "./outbox.js";
import { dropEntries, dropScreen, keepEntry, keepScreen, screenAt, waitingOf } from "./shelf.js";
import { createTimes } from "./time.js";

/** Milliseconds after which a request is given up and tried again. */
const GIVE_UP = 10_000;

/** Milliseconds after which a frame is not waited for: nothing is drawn of a page that is not seen. */
const HIDDEN = 100;

/** Milliseconds between two looks at what other devices did, while nothing waits. */
const LOOK_EVERY = 30_000;

const outboxes = new Map();
const memory = new Map();
const ticks = () => performance.now();
let times;

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

/** Remember a text under a name; nothing for undefined. */
export function remember(name, text) {
  if (text === undefined) memory.delete(name);
  else memory.set(name, text);
  try {
    if (text === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // A browser that stores nothing still counts.
  }
}

/** Who is signed in here, as far as the last page knew. */
export const personHere = () => remembered("coach-person");

/** Note who is signed in here; undefined for nobody any more. */
export const setPersonHere = (person) => remember("coach-person", person);

let order;
let device;

/** The next number in the order of this device; written down once the press has been drawn. */
export function nextOrder() {
  order = (order ?? Number(remembered("coach-seq") ?? 0)) + 1;
  afterFrame(() => remember("coach-seq", String(Math.max(order, Number(remembered("coach-seq") ?? 0)))));
  return order;
}

/** The random name of this device. */
export function deviceId() {
  if (device) return device;
  device = remembered("coach-device") ?? newId();
  remember("coach-device", device);
  return device;
}

const underway = new Set();
let isLeaving = false;

/** Send nothing more from this page, and take back what is under way: somebody discards and leaves. */
export function stopSending() {
  isLeaving = true;
  underway.forEach((request) => request.abort());
}

async function ask(address, owner, request = {}) {
  if (isLeaving) throw new Error("left");
  const headers = { ...request.headers, "Coach-Person": owner };
  const control = new AbortController();
  const late = setTimeout(() => control.abort(), GIVE_UP);
  underway.add(control);
  try {
    const { signal } = control;
    const answer = await fetch(address, { ...request, headers, signal, redirect: "error" });
    if (answer.ok) return await answer.json();
    const { text } = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(`answered ${answer.status}`), { status: answer.status, text });
  } finally {
    clearTimeout(late);
    underway.delete(control);
  }
}

/** Do something once the next frame is drawn, or soon where none is: a press comes before everything. */
export function afterFrame(work) {
  put.add(work);
  if (put.size > 1) return;
  const soon = setTimeout(doWhatWasPutOff, HIDDEN);
  requestAnimationFrame(() => {
    clearTimeout(soon);
    setTimeout(doWhatWasPutOff, 0);
  });
}

const put = new Set();

/** Also when the page is being left: what was pressed last must not be lost with the frame. */
function doWhatWasPutOff() {
  const works = [...put];
  put.clear();
  works.forEach((work) => work());
}

const key = (owner, address) => `${owner} ${address}`;

/** Whether it is stopped, signed or gone: nobody counts on. */
const isOver = ({ isStopped, refusal }) => isStopped || [404, 409].includes(refusal?.status);

/** The outbox of a person that posts to an address; it outlives the screen, so it sends from any page. */
export function outboxOf(owner, address, present, seed) {
  if (outboxes.size === 0) watchThePage();
  const name = key(owner, address);
  if (!outboxes.has(name)) {
    const server = Date.parse(present?.clock.now);
    times ??= createTimes(
      { ticks, wall: Date.now, name: newId() },
      Number.isNaN(server) ? (seed ?? { server: Date.now() }) : { server },
    );
    const outbox = createOutbox(present, {
      send: (batch) =>
        ask(address, owner, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(batch),
          keepalive: true,
        }),
      look: () => ask(address, owner),
      times,
      ticks,
      soon: afterFrame,
      store: {
        keep: (entry) =>
          afterFrame(() => keepEntry({ ...entry, owner, address }).catch(cannotStore)),
        drop: (ids) => ids.length > 0 && afterFrame(() => dropEntries(ids)),
      },
    });
    outboxes.set(name, outbox);
    outbox.subscribe(() => isOver(outbox.view()) && dropScreen(address));
    waitingOf(owner).then((entries) =>
      outbox.restore(entries.filter((entry) => entry.address === address)),
    );
  }
  return outboxes.get(name);
}

/** What waits could not be stored: a closed tab would lose it, so the page says so when it is left. */
let storesNothing = false;
const cannotStore = () => (storesNothing = true);

/** Open an outbox for everything of this person that waits in this browser; resolves with them all. */
export async function outboxesOf(owner) {
  const entries = await waitingOf(owner);
  const addresses = [...new Set(entries.map(({ address }) => address))];
  return addresses.map((address) => outboxOf(owner, address));
}

/** How much of this person waits here: in the store, or in this page where nothing is stored. */
export async function countWaiting(owner) {
  const mine = [...outboxes].filter(([name]) => name.startsWith(`${owner} `));
  const here = mine.reduce((sum, [, outbox]) => sum + outbox.view().waiting, 0);
  return Math.max(here, (await waitingOf(owner)).length);
}

/** The outbox of a screen that was open here before, for this person; null where there was none. */
export async function reopened(address) {
  const screen = await screenAt(address);
  if (!screen || screen.owner !== personHere()) return null;
  const present = { asked: screen.asked, clock: { started_at: screen.startedAt } };
  return { ...screen, outbox: outboxOf(screen.owner, address, present, screen.seed) };
}

/** Remember an open screen, so that it can be counted on without a network. */
export const keepOpen = (screen) => keepScreen({ ...screen, seed: times.seed() });

/** Try again when the network or the page comes back, look now and then, and warn before a loss. */
function watchThePage() {
  const all = () => [...outboxes.values()];
  const goesOn = (view) => view.waiting > 0 || !isOver(view);
  const sync = () => all().forEach((outbox) => goesOn(outbox.view()) && outbox.sync());
  addEventListener("pagehide", doWhatWasPutOff);
  addEventListener("online", sync);
  addEventListener("pageshow", sync);
  document.addEventListener("visibilitychange", sync);
  setInterval(() => document.visibilityState === "visible" && sync(), LOOK_EVERY);
  addEventListener("beforeunload", (event) => {
    if (!storesNothing || !all().some((outbox) => outbox.view().waiting > 0)) return;
    event.preventDefault();
    event.returnValue = true; // What browsers before 2023 look at.
  });
}
