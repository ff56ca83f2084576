/**
 * What was tapped on this device and is not yet known to be kept, and the counts with it.
 *
 * A book is what the server last said and what waits here. Nothing in this file knows the page, the
 * network or the time: `createOutbox` is handed a way to send, to look and to measure.
 */

/** Most things sent at once; the server takes twice as many. */
export const MOST_SENT = 100;

/** Most notes sent at once: with their 2,000 characters each they stay below the 64 kB of a batch. */
export const MOST_NOTES = 4;

/** Milliseconds before the first retry, and the longest wait between two. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** How far the server's time may seem to jump before a slower answer is believed, in milliseconds. */
const JUMP = 2_000;

/** A book as the server has it, with nothing waiting. */
export const openBook = (present) => ({ ...present, waiting: [] });

/** The book with one more thing waiting: a tap, a note or a kind of talk, made at a tick. */
export function entered(book, part, item, tick = 0) {
  const undone = item.undoes && book.marks.find((mark) => mark.id === item.undoes)?.code;
  if (item.undoes && !undone) return book;
  return {
    ...book,
    marks: part === "taps" ? marked(book.marks, item) : book.marks,
    waiting: [...book.waiting, { part, item, tick, undone }],
  };
}

/** The taps that can be taken back, oldest first, after one more tap. */
function marked(marks, { id, code, undoes }) {
  return code ? [...marks, { id, code }] : marks.filter((mark) => mark.id !== undoes);
}

/** The counts to show: those the server has, and on top of them what waits. */
export function shownCounts({ counts, waiting }) {
  const shown = { ...counts };
  for (const { item, undone } of waiting) {
    if (item.code) shown[item.code] += 1;
    if (undone) shown[undone] -= 1;
  }
  return shown;
}

/** The next batch, oldest first; `timeOf` turns a tick into the server's time. */
export function nextBatch(waiting, timeOf) {
  const batch = { taps: [], notes: [], kinds: [] };
  for (const { part, item, tick } of waiting.slice(0, MOST_SENT)) {
    if (part === "notes" && batch.notes.length === MOST_NOTES) break;
    batch[part].push({ ...item, at: new Date(timeOf(tick)).toISOString() });
  }
  return batch;
}

/** The book after the server said what it keeps; what it does not name goes on waiting. */
export function acknowledged(book, { kept, counts, clock }) {
  const known = new Set(kept);
  const waiting = book.waiting.filter(({ item }) => !known.has(item.id));
  return { ...book, counts, clock, waiting };
}

/** The book after looking at what the server has, taken while nothing was waiting. */
export function looked(book, present) {
  const taps = book.waiting.filter(({ part }) => part === "taps");
  const marks = taps.reduce((before, { item }) => marked(before, item), present.marks);
  return { ...book, ...present, marks, asked: Math.max(book.asked, present.asked) };
}

/** How long to wait after so many failures in a row, in milliseconds, less up to a quarter by chance. */
export function pause(failures, chance = Math.random()) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (1 - chance / 4);
}

/**
 * Keeps a book, sends what waits one batch at a time until the server has it, and tells who listens.
 *
 * `send(batch)` and `look()` answer with what the server says or reject, with a `text` where it refused.
 */
export function createOutbox(present, { send, look, ticks, later = setTimeout, cancel = clearTimeout }) {
  let book = openBook(present);
  let anchor = { server: Date.parse(present.clock.now), tick: ticks(), doubt: Infinity };
  let refusal = null;
  let failures = 0;
  let busy = false;
  let retry;
  let view;
  const listeners = new Set();

  /** The server's time at a tick, by its best answer so far; the device's own clock is never asked. */
  const timeOf = (tick) => anchor.server + tick - anchor.tick;

  function set(next) {
    book = next;
    view = {
      counts: shownCounts(book),
      marks: book.marks,
      asked: book.asked,
      startedAt: Date.parse(book.clock.started_at),
      waiting: book.waiting.length,
      refusal,
    };
    listeners.forEach((listener) => listener());
  }

  function remember(server, from, to) {
    const doubt = (to - from) / 2;
    const seen = { server: Date.parse(server) + doubt, tick: to, doubt };
    const jump = Math.abs(seen.server - timeOf(to));
    if (doubt <= anchor.doubt || jump > JUMP + doubt) anchor = seen;
  }

  async function sync() {
    if (busy) return;
    busy = true;
    cancel(retry);
    const sends = book.waiting.length > 0;
    const from = ticks();
    try {
      const answer = await (sends ? send(nextBatch(book.waiting, timeOf)) : look());
      const next = sends ? acknowledged(book, answer) : looked(book, answer);
      if (sends && next.waiting.length === book.waiting.length) throw new Error("nothing was kept");
      remember(answer.clock.now, from, ticks());
      failures = 0;
      refusal = null;
      set(next);
    } catch (error) {
      failures += 1;
      refusal = error.status ? { status: error.status, text: error.text } : null;
      set(book);
    }
    busy = false;
    if (book.waiting.length === 0) return;
    if (failures === 0) sync();
    else retry = later(sync, pause(failures));
  }

  set(book);
  return {
    now: () => timeOf(ticks()),
    sync,
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Let something wait, and send it; its time is that of `tick`, by default of just now. */
    enter: (part, item, tick = ticks()) => {
      set(entered(book, part, item, tick));
      if (failures === 0) sync();
    },
    /** Remember that the kind of talk of a stretch was given, or is not wanted. */
    answered: (stretch) => set({ ...book, asked: Math.max(book.asked, stretch) }),
  };
}
