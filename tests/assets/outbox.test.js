// What waits on a device and what the counts come to with it. Run by test_outbox.py.

import { describe, expect, test } from "bun:test";

import {
  MOST_NOTES,
  MOST_SENT,
  acknowledged,
  createOutbox,
  entered,
  looked,
  nextBatch,
  openBook,
  pause,
  restored,
  shownCounts,
} from "../../assets/tally/outbox.js";
import { createTimes } from "../../assets/tally/time.js";

const at = (seconds) => new Date(Date.UTC(2026, 2, 2, 9) + seconds * 1000).toISOString();
const clock = (seconds = 0) => ({ started_at: at(0), stopped_at: "", now: at(seconds) });
const none = { open: 0, take: 0 };
const fresh = { counts: none, clock: clock(), marks: [], asked: 0 };
const tap = (id, code) => ({ id, code });
const undo = (id, undoes) => ({ id, undoes });
const change = (id, undoes, code) => ({ id, undoes, code });
const after = (book, ...things) => things.reduce((now, one) => entered(now, "taps", one), book);
const ids = (things) => things.map(({ id }) => id);

/** A server that keeps what it is sent once, and can be cut off before or after it keeps. */
function makeServer() {
  const taps = new Map();
  const server = { taps, cut: "", batches: [] };
  const counts = () => {
    const undone = new Set([...taps.values()].map((one) => one.undoes));
    const shown = { ...none };
    for (const one of taps.values()) if (one.code && !undone.has(one.id)) shown[one.code] += 1;
    return shown;
  };
  const undone = () => new Set([...taps.values()].map((one) => one.undoes));
  const marks = () => [...taps.values()].filter((one) => one.code && !undone().has(one.id));
  server.send = async (batch) => {
    server.batches.push(batch);
    if (server.cut === "before") throw new Error("no network");
    for (const one of batch.taps) if (!taps.has(one.id)) taps.set(one.id, one);
    const kept = [...batch.taps, ...batch.notes, ...batch.kinds].map((one) => one.id);
    await Promise.resolve();
    if (server.cut === "after") throw new Error("no network");
    if (server.cut === "garbled") return { page: "Log in to the guest network" };
    if (server.cut === "silent") return { kept: [], counts: counts(), clock: clock(60) };
    return { kept, counts: counts(), clock: clock(60) };
  };
  server.look = async () => ({ counts: counts(), clock: clock(60), marks: marks(), asked: 0 });
  return server;
}

/** A device: what it stores, its ticks, and the clock on its wall, which anybody may set. */
function makeDevice() {
  const stored = new Map();
  const device = { stored, tick: 0, wall: Date.parse(at(0)) };
  device.pass = (milliseconds) => {
    device.tick += milliseconds;
    device.wall += milliseconds;
  };
  device.store = {
    keep: (entry) => stored.set(entry.id, entry),
    drop: (gone) => gone.forEach((id) => stored.delete(id)),
  };
  device.times = (name = "page", seed = { server: Date.parse(at(0)) }) =>
    createTimes({ ticks: () => device.tick, wall: () => device.wall, name }, seed);
  return device;
}

/** An outbox whose waits are run by hand. */
function open(server, present = fresh, device = makeDevice(), times = device.times()) {
  const waits = [];
  const box = createOutbox(present, {
    send: server.send,
    look: async () => server.look?.() ?? { ...fresh, clock: clock(60) },
    times,
    ticks: () => device.tick,
    store: device.store,
    soon: queueMicrotask,
    later: (work) => waits.push(work),
    cancel: () => waits.splice(0),
  });
  let order = 0;
  const outbox = { ...box, enter: (part, item, stamp) => box.enter(part, item, (order += 1), stamp) };
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  return {
    ...outbox,
    waits,
    settle,
    device,
    pass: device.pass,
    retry: async () => {
      waits.splice(0).forEach((work) => work());
      await settle();
    },
  };
}

describe("a book", () => {
  test("counts what waits on top of what the server has", () => {
    const book = after(openBook({ ...fresh, counts: { open: 3, take: 1 } }), tap("a", "open"));
    expect(shownCounts(book)).toEqual({ open: 4, take: 1 });
  });

  test("takes the last tap back, whether it waits or was kept long ago", () => {
    const waiting = after(openBook(fresh), tap("a", "open"), undo("b", "a"));
    expect([shownCounts(waiting), waiting.marks]).toEqual([none, []]);
    const old = { ...fresh, counts: { open: 1, take: 0 }, marks: [tap("a", "open")] };
    const kept = after(openBook(old), undo("b", "a"));
    expect([shownCounts(kept), kept.marks]).toEqual([none, []]);
  });

  test("takes nothing back twice, nor what it does not know", () => {
    const book = after(openBook(fresh), tap("a", "open"), undo("b", "a"));
    expect(after(book, undo("c", "a"), undo("d", "x"))).toEqual(book);
  });

  test("lets go only of what the server names", () => {
    const book = after(openBook(fresh), tap("a", "open"), tap("b", "take"));
    const said = { kept: ["a"], counts: { open: 1, take: 0 }, clock: clock(5) };
    const next = acknowledged(book, said);
    expect(ids(next.waiting)).toEqual(["b"]);
    expect(shownCounts(next)).toEqual({ open: 1, take: 1 });
  });

  test("joins what another device tapped with what was tapped meanwhile", () => {
    const book = after(openBook(fresh), tap("mine", "open"));
    const theirs = { ...fresh, counts: { open: 0, take: 1 }, marks: [tap("theirs", "take")] };
    const next = looked(book, theirs);
    expect(shownCounts(next)).toEqual({ open: 1, take: 1 });
    expect(next.marks.map((mark) => mark.id)).toEqual(["theirs", "mine"]);
  });

  test("sends the oldest first, and few notes at once", () => {
    const many = Array.from({ length: MOST_SENT + 9 }, (_, n) => tap(`t${n}`, "open"));
    const batch = nextBatch(after(openBook(fresh), ...many).waiting, () => 0);
    expect(batch.taps.map((one) => one.id)).toEqual(many.slice(0, MOST_SENT).map((one) => one.id));
    const notes = Array.from({ length: MOST_NOTES + 1 }, (_, n) => ({ id: `n${n}` }));
    const noted = notes.reduce((book, one) => entered(book, "notes", one), openBook(fresh));
    expect(nextBatch(noted.waiting, () => 0).notes.length).toBe(MOST_NOTES);
  });
});

describe("a changed tap", () => {
  test("stays in its place with another code, and can be taken back", () => {
    const book = after(openBook(fresh), tap("a", "open"), tap("b", "open"), change("c", "a", "take"));
    expect([shownCounts(book), ids(book.marks)]).toEqual([{ open: 1, take: 1 }, ["c", "b"]]);
    const gone = after(book, undo("d", "c"));
    expect([shownCounts(gone), ids(gone.marks)]).toEqual([{ open: 1, take: 0 }, ["b"]]);
  });
});

describe("what an earlier page left", () => {
  test("comes before what was tapped since, each once, and counts", () => {
    const entry = (id, order) => ({ id, order, part: "taps", item: tap(id, "open") });
    const now = entered(openBook(fresh), "taps", tap("c", "take"), { order: 9 });
    const book = restored(now, [entry("a", 3), entry("b", 4), { ...entry("c", 9) }]);
    expect(ids(book.waiting)).toEqual(["a", "b", "c"]);
    expect(shownCounts(book)).toEqual({ open: 2, take: 1 });
  });

  test("waits no more once the server shows it", () => {
    const book = after(openBook(fresh), tap("a", "open"));
    const next = looked(book, { ...fresh, counts: { open: 1, take: 0 }, marks: [tap("a", "open")] });
    expect([shownCounts(next), next.waiting]).toEqual([{ open: 1, take: 0 }, []]);
  });
});

describe("what is stored on the device", () => {
  test("is what waits and nothing else: wiped when it is kept, or let go", async () => {
    const server = makeServer();
    const outbox = open(server);
    server.cut = "before";
    outbox.enter("taps", tap("a", "open"));
    outbox.enter("notes", { id: "n", text: "Well asked" });
    await outbox.settle();
    expect([...outbox.device.stored.keys()]).toEqual(["a", "n"]);
    server.cut = "";
    await outbox.retry();
    expect([...outbox.device.stored.keys()]).toEqual([]);
    server.cut = "before";
    outbox.enter("taps", tap("b", "open"));
    await outbox.settle();
    outbox.discard();
    await outbox.settle();
    expect([[...outbox.device.stored.keys()], outbox.view().waiting]).toEqual([[], 0]);
    expect([...server.taps.keys()]).toEqual(["a"]);
  });

  test("is enough for a page that opens without a network, and is then sent", async () => {
    const server = makeServer();
    server.cut = "before";
    const device = makeDevice();
    const first = open(server, fresh, device);
    first.enter("taps", tap("a", "open"));
    await first.settle();

    const look = server.look;
    server.look = async () => {
      throw new Error("no network");
    };
    const second = open(server, { asked: 0, clock: { started_at: at(0) } }, device, device.times("two"));
    expect(second.view().isRead).toBe(false);
    second.restore([...device.stored.values()]);
    await second.settle();
    expect(second.view()).toMatchObject({ counts: { open: 1 }, waiting: 1, isKnown: false });
    expect(second.view().isRead).toBe(true);
    server.cut = "";
    server.look = look;
    await second.retry();
    expect(second.view()).toMatchObject({ counts: { open: 1, take: 0 }, waiting: 0, isKnown: true });
    expect([...server.taps.keys()]).toEqual(["a"]);
  });
});

describe("the time of a tap", () => {
  const HOURS = 5 * 3_600_000;
  /** What the server is told of taps at 1 and 2 seconds, with the wall clock moved in between. */
  async function told(moved, { hears = true, sleeps = 0 } = {}) {
    const server = makeServer();
    const outbox = open(server);
    server.look = async () => ({ ...(await makeServer().look()), clock: clock(outbox.device.real / 1000) });
    const { device } = outbox;
    device.real = 0;
    const pass = (ms, asleep = 0) => {
      device.real += ms + asleep;
      device.tick += ms;
      device.wall += ms + asleep;
    };
    const times = device.times("told", { server: Date.parse(at(0)) });
    if (hears) times.heard(Date.parse(at(0)), 0);
    pass(1_000);
    const one = times.stamp();
    device.wall += moved;
    pass(1_000, sleeps);
    const two = times.stamp();
    pass(1_000);
    times.heard(Date.parse(at(device.real / 1000)), device.tick);
    return [one, two].map((stamp) => (times.timeOf(stamp) - Date.parse(at(0))) / 1000);
  }

  test("is right though the device's clock is set five hours on or back in the middle", async () => {
    expect(await told(HOURS)).toEqual([1, 2]);
    expect(await told(-HOURS)).toEqual([1, 2]);
    expect(await told(HOURS, { hears: false })).toEqual([1, 2]);
  });

  test("is right though the device slept for an hour, on both sides of the sleep", async () => {
    expect(await told(0, { sleeps: 3_600_000 })).toEqual([1, 3602]);
  });

  test("never goes back against the order, nor ahead of now, whatever a clock says", () => {
    const waits = ["a", "b", "c"].map((id, order) => ({ id, order, part: "taps", item: tap(id, "open") }));
    const guesses = [{ at: 5_000 }, { at: 2_000 }, { at: 9e12 }];
    const waiting = waits.map((one, place) => ({ ...one, ...guesses[place] }));
    const { taps } = nextBatch(waiting, (stamp) => stamp.at, 60_000);
    expect(taps.map((one) => Date.parse(one.at))).toEqual([5_000, 5_000, 60_000]);
  });
});

describe("an outbox", () => {
  test("moves the count at once and shows it as waiting until the server has it", async () => {
    const server = makeServer();
    const outbox = open(server);
    outbox.enter("taps", tap("a", "open"));
    expect(outbox.view()).toMatchObject({ counts: { open: 1, take: 0 }, waiting: 1 });
    await outbox.settle();
    expect(outbox.view()).toMatchObject({ counts: { open: 1, take: 0 }, waiting: 0 });
    expect([...server.taps.keys()]).toEqual(["a"]);
  });

  test("sends again until it is heard, and nothing is counted twice", async () => {
    for (const cut of ["before", "after", "silent", "garbled"]) {
      const server = makeServer();
      const outbox = open(server);
      server.cut = cut;
      outbox.enter("taps", tap("a", "open"));
      await outbox.settle();
      outbox.enter("taps", tap("b", "open"));
      await outbox.retry();
      expect(outbox.view()).toMatchObject({ counts: { open: 2, take: 0 }, waiting: 2 });
      expect(outbox.waits.length).toBe(1);
      server.cut = "";
      await outbox.retry();
      expect(outbox.view()).toMatchObject({ counts: { open: 2, take: 0 }, waiting: 0 });
      expect([...server.taps.keys()]).toEqual(["a", "b"]);
    }
  });

  test("has one batch under way at a time", async () => {
    const server = makeServer();
    const outbox = open(server);
    outbox.sync();
    await outbox.settle();
    for (const id of ["a", "b", "c"]) outbox.enter("taps", tap(id, "open"));
    await outbox.settle();
    expect(server.batches.map((batch) => ids(batch.taps))).toEqual([["a", "b", "c"]]);
    outbox.enter("taps", tap("d", "open"));
    await outbox.settle();
    expect(server.batches.length).toBe(2);
  });

  test("says why the server refuses, and goes on trying", async () => {
    const outbox = open({
      send: async () => {
        throw Object.assign(new Error(), { status: 401, text: "Please sign in." });
      },
    });
    outbox.enter("taps", tap("a", "open"));
    await outbox.settle();
    expect(outbox.view()).toMatchObject({
      waiting: 1,
      refusal: { status: 401, text: "Please sign in." },
    });
    expect(outbox.waits.length).toBe(1);
  });

  test("sees what other devices did when it looks", async () => {
    const server = makeServer();
    server.taps.set("x", tap("x", "take"));
    const outbox = open(server);
    outbox.sync();
    await outbox.settle();
    expect(outbox.view().counts).toEqual({ open: 0, take: 1 });
    expect(outbox.waits.length).toBe(0);
  });

  test("tells the server's time from its answers, whatever the device's clock says", async () => {
    const outbox = open(makeServer());
    outbox.pass(1500);
    expect(outbox.now()).toBe(Date.parse(at(1.5)));
    outbox.sync();
    await outbox.settle();
    expect(outbox.now()).toBe(Date.parse(at(60)));
    outbox.pass(250);
    expect(outbox.now()).toBe(Date.parse(at(60.25)));
  });

  test("dates a tap by the answer that came after it, when the page began with an old one", async () => {
    const server = makeServer();
    const outbox = open(server);
    outbox.sync();
    outbox.pass(1000);
    outbox.enter("taps", tap("a", "open"));
    await outbox.settle();
    expect(server.taps.get("a").at).toBe(at(60.5));
  });

  test("gives any order of taps, cuts and retries the same counts as the server", async () => {
    let seed = 7;
    const chance = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    for (let run = 0; run < 50; run += 1) {
      const server = makeServer();
      const outbox = open(server);
      for (let step = 0; step < 30; step += 1) {
        server.cut = ["", "", "before", "after"][Math.floor(chance() * 4)];
        const { marks } = outbox.view();
        const back = chance() < 0.2 && marks.length > 0;
        const item = back ? undo(`u${step}`, marks.at(-1).id) : tap(`t${step}`, "open");
        outbox.enter("taps", item);
        if (chance() < 0.5) await outbox.retry();
      }
      const shown = outbox.view().counts;
      server.cut = "";
      for (let turn = 0; turn < 5; turn += 1) await outbox.retry();
      expect(outbox.view().waiting).toBe(0);
      expect(outbox.view().counts).toEqual(shown);
    }
  });
});

test("the wait between retries grows to a quarter of a minute", () => {
  expect([1, 2, 3, 6, 50].map((n) => pause(n, 0))).toEqual([500, 1000, 2000, 15000, 15000]);
  expect(pause(1, 1)).toBe(375);
});
