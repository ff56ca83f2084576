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
  shownCounts,
} from "../../assets/tally/outbox.js";

const at = (seconds) => new Date(Date.UTC(2026, 2, 2, 9) + seconds * 1000).toISOString();
const clock = (seconds = 0) => ({ started_at: at(0), stopped_at: "", now: at(seconds) });
const none = { open: 0, take: 0 };
const fresh = { counts: none, clock: clock(), marks: [], asked: 0 };
const tap = (id, code) => ({ id, code });
const undo = (id, undoes) => ({ id, undoes });
const after = (book, ...things) => things.reduce((now, one) => entered(now, "taps", one), book);

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
  const marks = () => [...taps.values()].filter((one) => one.code).map(({ id, code }) => ({ id, code }));
  server.send = async (batch) => {
    server.batches.push(batch);
    if (server.cut === "before") throw new Error("no network");
    for (const one of batch.taps) if (!taps.has(one.id)) taps.set(one.id, one);
    const kept = [...batch.taps, ...batch.notes, ...batch.kinds].map((one) => one.id);
    await Promise.resolve();
    if (server.cut === "after") throw new Error("no network");
    if (server.cut === "silent") return { kept: [], counts: counts(), clock: clock(60) };
    return { kept, counts: counts(), clock: clock(60) };
  };
  server.look = async () => ({ counts: counts(), clock: clock(60), marks: marks(), asked: 0 });
  return server;
}

/** An outbox whose waits are run by hand. */
function open(server, present = fresh) {
  const waits = [];
  let tick = 0;
  const outbox = createOutbox(present, {
    send: server.send,
    look: server.look,
    ticks: () => tick,
    later: (work) => waits.push(work),
    cancel: () => waits.splice(0),
  });
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  return {
    ...outbox,
    waits,
    settle,
    pass: (milliseconds) => {
      tick += milliseconds;
    },
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
    expect(next.waiting.map(({ item }) => item.id)).toEqual(["b"]);
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
    const batch = nextBatch(after(openBook(fresh), ...many).waiting, Number);
    expect(batch.taps.map((one) => one.id)).toEqual(many.slice(0, MOST_SENT).map((one) => one.id));
    const notes = Array.from({ length: MOST_NOTES + 1 }, (_, n) => ({ id: `n${n}` }));
    const noted = notes.reduce((book, one) => entered(book, "notes", one), openBook(fresh));
    expect(nextBatch(noted.waiting, Number).notes.length).toBe(MOST_NOTES);
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
    for (const cut of ["before", "after", "silent"]) {
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
    for (const id of ["a", "b", "c"]) outbox.enter("taps", tap(id, "open"));
    await outbox.settle();
    expect(server.batches.map((batch) => batch.taps.map((one) => one.id))).toEqual([
      ["a"],
      ["b", "c"],
    ]);
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
