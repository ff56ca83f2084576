/**
 * The screen of somebody who watches: the buttons, undo, a note, the kind of talk, and the clock.
 *
 * Every word comes from Python as a property. A press counts at once; `outbox.js` sees to it that the
 * server hears of it. Only the stage between the clock and the buttons changes, so no button ever moves.
 */

import { useEffect, useMemo, useRef, useState } from "react";

import { keepOpen, outboxOf, personHere, reopened } from "./browser.js";
import { Kept, Screen, useView } from "./screen.jsx";
import "./tally.css";

/** Milliseconds that the server is waited for before counting goes on without it. */
const PATIENCE = 1_500;

/** What was last drawn of each count that runs, by its address. */
const drawn = new Map();

function useOutbox(owner, address, present) {
  const outbox = useMemo(() => outboxOf(owner, address, present), [owner, address]);
  const view = useView(outbox);
  useEffect(() => void outbox.sync(), [outbox]);
  return [outbox, view];
}

/** The mark alone; it goes on sending what waits. */
export function KeptMark({ owner, address, present, words, onKept }) {
  const [outbox, view] = useOutbox(owner, address, present);
  const waited = useRef(0);
  useEffect(() => {
    if (waited.current > 0 && view.waiting === 0) onKept?.();
    waited.current = view.waiting;
  }, [view.waiting]);
  return <Kept outbox={outbox} words={words} />;
}

/** The whole screen; see `parts.py` for its properties. */
export function Tally(props) {
  useEffect(() => void drawn.set(props.address, props));
  return <Counting {...props} />;
}

function Counting(props) {
  const [outbox, view] = useOutbox(props.owner, props.address, props.present);
  const { owner, address, codes } = props;
  const { startedAt, isStopped, asked, waiting } = view;
  useEffect(() => {
    if (!startedAt || isStopped) return;
    const started = new Date(startedAt).toISOString();
    keepOpen({ owner, address, startedAt: started, asked, buttons: codes.length });
  }, [owner, address, startedAt, isStopped, asked, waiting === 0]);
  return <Screen {...props} outbox={outbox} view={view} />;
}

/** What this person was counting on in this page, unless that is stopped. */
function stillOpen(address) {
  const before = drawn.get(address);
  if (!before || before.owner !== personHere()) return null;
  return outboxOf(before.owner, address).view().isStopped ? null : before;
}

/**
 * The screen that was open here before, while the server is silent or the page is being read; else what
 * is given. One that this page has drawn goes on at once: a finger may be on its way.
 */
export function TallyWithout({ sets, children, ...props }) {
  const address = `${location.pathname.replace(/\/(live)?\/*$/, "")}/taps`;
  const [before] = useState(() => stillOpen(address));
  const [isLate, setLate] = useState(false);
  const [found, setFound] = useState(null);
  useEffect(() => {
    let gone = false;
    const wait = setTimeout(async () => {
      if (before) return setLate(true);
      const screen = await reopened(address);
      if (screen && !gone) setFound(screen);
    }, navigator.onLine ? PATIENCE : 0);
    return () => {
      gone = true;
      clearTimeout(wait);
    };
  }, []);
  if (before)
    return <Counting {...before} {...(isLate && { beside: props.beside, onStop: null })} />;
  if (!found) return children;
  return <Reopened {...props} {...sets[found.buttons]} outbox={found.outbox} address={found.address} />;
}

function Reopened({ outbox, ...props }) {
  const view = useView(outbox);
  return <Screen {...props} hints={[]} outbox={outbox} view={view} onStop={null} />;
}
