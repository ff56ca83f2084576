/**
 * The server's time on a device whose own clock may be wrong, may be changed, and may sleep.
 *
 * Time is measured in ticks, which nobody can set. Each answer of the server says what time it is at a
 * tick. A device that slept has lost ticks: then a new era begins, which the next answer places; until
 * then its times are a guess. Nothing here knows the page: it is handed ways to read ticks and the wall
 * clock, in milliseconds.
 */

/** How far the two clocks may drift apart between two looks before somebody slept, in milliseconds. */
const JUMP = 2_000;

/** An era of a device and the page in it. `seed` is what is known of the server's time: `{server, wall}`. */
export function createTimes({ ticks, wall, name }, seed) {
  const eras = new Map();
  let count = 0;
  let skew = wall() - ticks();
  let era = begin(seed.server + Math.max(0, wall() - (seed.wall ?? wall())));

  function begin(server) {
    count += 1;
    const id = `${name}:${count}`;
    eras.set(id, { server, tick: ticks(), doubt: Infinity });
    return id;
  }

  /** Begin a new era if the wall clock ran ahead of the ticks; one set back changes nothing. */
  function look() {
    const now = wall() - ticks();
    if (now - skew > JUMP) era = begin(placed(era, ticks()) + now - skew);
    skew = now;
  }

  const placed = (id, tick) => eras.get(id).server + tick - eras.get(id).tick;

  return {
    /** When something happened, to be kept with it: era, tick, and the server's time as far as known. */
    stamp(tick = ticks()) {
      look();
      return { era, tick, at: placed(era, tick) };
    },
    /** The server's time of a stamp: better than when it was made, if an answer has come since. */
    timeOf({ era: id, tick, at }) {
      return eras.has(id) && eras.get(id).doubt < Infinity ? placed(id, tick) : at;
    },
    /** The server's time now. */
    now() {
      look();
      return placed(era, ticks());
    },
    /** Whether the server has said what time it is in this era. */
    isPlaced: () => eras.get(era).doubt < Infinity,
    /** The server said its time in an answer to what was asked at the tick `from`. */
    heard(server, from) {
      look();
      const to = ticks();
      if (from < eras.get(era).tick) return;
      const doubt = (to - from) / 2;
      if (doubt <= eras.get(era).doubt) eras.set(era, { server: server + doubt, tick: to, doubt });
    },
    /** What a later page begins with. */
    seed: () => ({ server: placed(era, ticks()), wall: wall() }),
  };
}
