/**
 * What was tapped on this device and is not yet known to be kept, and the counts with it.
 *
 * A book is what the server last said and what waits here. Nothing in this file knows the page, the
 * network or the time: `createOutbox` is handed a way to send, to look, to store and to measure.
 */

/** Most things sent at once; the server takes twice as many. */
export const MOST_SENT = 100;

/** Most notes sent at once: with their 4,000 characters each they stay below the 64 kB of a batch. */
export const MOST_NOTES = 2;

/** Milliseconds before the first retry, and the longest wait between two. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** What the server is taken to have before it was asked: nothing. */
export const NOTHING = { counts: {}, marks: [], asked: 0 };

/** A book as the server has it, with nothing waiting. */
export const openBook = (present) => ({ ...NOTHING, ...present, waiting: [] });

/** The book with one more thing waiting: a tap, a note or a kind of talk, stamped with its time. */
export function entered(book, part, item, stamp = {}) {
  const undone = item.undoes && book.marks.find((mark) => mark.id === item.undoes)?.code;
  if (item.undoes && !undone) return book;
  return {
    ...book,
    marks: part === "taps" ? marked(book.marks, item, stamp) : book.marks,
    waiting: [...book.waiting, { ...stamp, id: item.id, part, item, undone }],
  };
}

/** The taps that can be taken back, oldest first, after one more tap; a changed one stays in its place. */
function marked(marks, { id, code, undoes }, stamp) {
  if (!undoes) return [...marks, { ...stamp, id, code }];
  if (!code) return marks.filter((mark) => mark.id !== undoes);
  return marks.map((mark) => (mark.id === undoes ? { ...mark, id, code } : mark));
}

/** The book with what an earlier page of this browser left waiting, in its order. */
export function restored(book, entries) {
  const known = new Set(book.waiting.map(({ id }) => id));
  const left = entries.filter(({ id }) => !known.has(id));
  const waiting = [...left, ...book.waiting].sort((one, other) => one.order - other.order);
  return { ...book, waiting, marks: marksWith(book.marks, waiting) };
}

/** The marks of the server with those of the taps that wait. */
function marksWith(marks, waiting) {
  const known = new Set(marks.map(({ id }) => id));
  return waiting
    .filter(({ part, id }) => part === "taps" && !known.has(id))
    .reduce((before, { item, ...stamp }) => marked(before, item, stamp), marks);
}

/** The counts to show: those the server has, and on top of them what waits. */
export function shownCounts({ counts, waiting }) {
  const shown = { ...counts };
  for (const { item, undone } of waiting) {
    if (item.code) shown[item.code] = (shown[item.code] ?? 0) + 1;
    if (undone) shown[undone] = (shown[undone] ?? 0) - 1;
  }
  return shown;
}

/**
 * The next batch, oldest first; `timeOf` turns a stamp into the server's time, `now` is the latest.
 *
 * What was tapped later never gets an earlier time: where two guesses disagree, the order decides.
 */
export function nextBatch(waiting, timeOf, now = Infinity) {
  const batch = { taps: [], notes: [], kinds: [] };
  let last = -Infinity;
  for (const { part, item, ...stamp } of waiting.slice(0, MOST_SENT)) {
    if (part === "notes" && batch.notes.length === MOST_NOTES) break;
    // What takes another's place has that one's time, and a note that of its opening.
    const isNew = part === "taps" && !(item.code && item.undoes);
    const time = Math.min(now, isNew ? Math.max(last, timeOf(stamp)) : timeOf(stamp));
    if (isNew) last = time;
    batch[part].push({ ...item, at: new Date(time).toISOString() });
  }
  return batch;
}

/** The book after the server said what it keeps; what it does not name goes on waiting. */
export function acknowledged(book, { kept, counts, clock }) {
  const known = new Set(kept);
  const waiting = book.waiting.filter(({ id }) => !known.has(id));
  return { ...book, counts, clock, waiting };
}

/** The book after looking at what the server has; a tap that it shows is kept and waits no more. */
export function looked(book, present) {
  const known = new Set(present.marks.map(({ id }) => id));
  const waiting = book.waiting.filter(({ id }) => !known.has(id));
  return {
    ...book,
    ...present,
    waiting,
    marks: marksWith(present.marks, waiting),
    asked: Math.max(book.asked, present.asked),
  };
}

/** How long to wait after so many failures in a row, in milliseconds, less up to a quarter by chance. */
export function pause(failures, chance = Math.random()) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (1 - chance / 4);
}

/**
 * Keeps a book, sends what waits one batch at a time until the server has it, and tells who listens.
 *
 * `send(batch)` and `look()` answer with what the server says or reject, with a `text` where it refused.
 * `store.keep(entry)` and `store.drop(ids)` see to it that what waits outlives the page.
 */
export function createOutbox(present, tools) {
  const { send, look, times, ticks, store } = tools;
  const { soon = setTimeout, later = setTimeout, cancel = clearTimeout } = tools;
  let book = openBook(present);
  let refusal = null;
  let failures = 0;
  let busy = false;
  let isKnown = Boolean(present?.counts);
  let isRead = !store;
  let retry;
  let view;
  const listeners = new Set();

  function set(next) {
    book = next;
    const started = Date.parse(book.clock?.started_at ?? "");
    view = {
      counts: shownCounts(book),
      marks: book.marks,
      asked: book.asked,
      startedAt: Number.isNaN(started) ? null : started,
      isStopped: Boolean(book.clock?.stopped_at),
      waiting: book.waiting.length,
      waits: new Set(book.waiting.map(({ id }) => id)),
      isKnown,
      isRead,
      refusal,
    };
    listeners.forEach((listener) => listener());
  }

  /** Ask the server once: look first where nothing is known or no time was heard, else send. */
  async function exchange() {
    const sends = book.waiting.length > 0 && isKnown && times.isPlaced();
    const from = ticks();
    const batch = sends && nextBatch(book.waiting, times.timeOf, times.now());
    const answer = await (sends ? send(batch) : look());
    const next = sends ? acknowledged(book, answer) : looked(book, answer);
    times.heard(Date.parse(answer.clock.now), from);
    if (sends && next.waiting.length === book.waiting.length) throw new Error("nothing was kept");
    const waits = new Set(next.waiting.map(({ id }) => id));
    store?.drop(book.waiting.map(({ id }) => id).filter((id) => !waits.has(id)));
    isKnown = true;
    return next;
  }

  async function sync() {
    if (busy) return;
    busy = true;
    cancel(retry);
    try {
      const next = await exchange();
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
    now: times.now,
    stamp: times.stamp,
    sync,
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Let something wait, and send it; its time is that of `stamp`, by default of just now. */
    enter: (part, item, order, stamp = times.stamp()) => {
      const next = entered(book, part, item, { ...stamp, order });
      if (next === book) return;
      set(next);
      store?.keep(next.waiting.at(-1));
      if (failures === 0) soon(sync);
    },
    /** Take in what an earlier page left, and send it; before this nobody knows whether all is kept. */
    restore: (entries) => {
      isRead = true;
      set(restored(book, entries));
      if (entries.length > 0) sync();
    },
    /** Let go of what waits: it is in no database and will not be. */
    discard: () => {
      store?.drop(book.waiting.map(({ id }) => id));
      refusal = null;
      set({ ...book, waiting: [] });
      return sync();
    },
    /** Remember that the kind of talk of a stretch was given, or is not wanted. */
    answered: (stretch) => set({ ...book, asked: Math.max(book.asked, stretch) }),
  };
}
