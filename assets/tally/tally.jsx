/**
 * The screen of somebody who watches: nine buttons, undo, a note, the kind of talk, and the clock.
 *
 * Every word comes from Python as a property. A press counts at once; `outbox.js` sees to it that the
 * server hears of it. Only the stage between the clock and the buttons changes, so no button ever moves.
 */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import { newId, outboxOf, remember, remembered, stamp } from "./browser.js";
import { CodeButton, KindQuestion, NoteField, clockWords, filled } from "./parts.jsx";
import "./tally.css";

/** How many of the last taps are shown. */
const SHOWN = 4;

function useOutbox(address, present) {
  const outbox = useMemo(() => outboxOf(address, present), [address]);
  const view = useSyncExternalStore(outbox.subscribe, outbox.view, outbox.view);
  useEffect(() => void outbox.sync(), [outbox]);
  return [outbox, view];
}

/** Milliseconds since the start, renewed each second. */
function useElapsed(outbox, startedAt) {
  const [, renew] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => renew((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, outbox.now() - startedAt);
}

/** Whether everything tapped on this device is in the database, in words and with a mark. */
export function KeptMark({ address, present, words, onKept }) {
  const [, { waiting, refusal }] = useOutbox(address, present);
  const mark = waiting > 0 ? "waiting" : "done";
  const signIn = () => `/signin?next=${encodeURIComponent(location.pathname)}`;
  const waited = useRef(0);
  useEffect(() => {
    if (waited.current > 0 && waiting === 0) onKept?.();
    waited.current = waiting;
  }, [waiting]);
  return (
    <span className="tally-kept">
      <span className={`badge badge-${mark}`}>
        <span className={`mark mark-${mark}`} aria-hidden="true" />
        {waiting > 0 ? filled(words.waiting, { n: waiting }) : words.kept}
      </span>
      {refusal && waiting > 0 && (
        <span className="tally-refusal" role="alert">
          {refusal.status === 401 ? (
            <a className="link" href={signIn()} target="_blank" rel="noreferrer">
              {words.signIn}
            </a>
          ) : (
            (refusal.text ?? words.refused)
          )}
        </span>
      )}
    </span>
  );
}

/** Calls `act(key)` for a key pressed outside of fields, unless keys are switched off. */
function useKeys(on, act) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!on) return undefined;
    const listen = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
      if (latest.current(event.key.toLowerCase())) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [on]);
}

/** The whole screen; see `parts.py` for its properties. */
export function Tally(props) {
  const { address, present, watched, beside, codes, kinds, words, every, noteLength, onStop } = props;
  const [outbox, view] = useOutbox(address, present);
  const elapsed = useElapsed(outbox, view.startedAt);
  const [note, setNote] = useState({ open: false, text: "" });
  const [asking, setAsking] = useState(false);
  const [held, setHeld] = useState(null);
  const [said, setSaid] = useState("");
  const [keys, setKeys] = useState(() => remembered("coach-keys") !== "off");

  const wordOf = (code) => codes.find((one) => one.code === code)?.word;
  const stretch = Math.floor(elapsed / every);
  const asks = kinds.length > 0;
  const due = asks && stretch > view.asked;

  const press = (code) => {
    const id = newId();
    outbox.enter("taps", { id, code, ...stamp() });
    setSaid(filled(words.named, { code: wordOf(code), n: outbox.view().counts[code] }));
    return id;
  };
  const takeBack = (id) => {
    const mark = outbox.view().marks.find((one) => one.id === id);
    if (!mark) return;
    outbox.enter("taps", { id: newId(), undoes: id, ...stamp() });
    setSaid(filled(words.takenBack, { code: wordOf(mark.code) }));
  };
  const undo = () => takeBack(view.marks.at(-1)?.id);
  const openNote = () =>
    setNote(note.text ? { ...note, open: true } : { open: true, text: "", tick: performance.now(), elapsed });
  const keepNote = () => {
    if (!note.text.trim()) return;
    outbox.enter("notes", { id: newId(), text: note.text.trim() }, note.tick);
    setNote({ open: false, text: "" });
  };
  const answer = (kind) => {
    outbox.enter("kinds", { id: newId(), kind });
    leaveKind();
  };
  const leaveKind = () => {
    outbox.answered(stretch);
    setAsking(false);
  };
  const toggleKeys = () => {
    remember("coach-keys", keys ? "off" : "on");
    setKeys(!keys);
  };

  const acts = { u: undo };
  if (noteLength > 0) acts.n = openNote;
  if (asks) acts.k = () => setAsking(true);
  useKeys(keys, (key) => {
    const code = codes[Number(key) - 1];
    const act = code ? () => press(code.code) : acts[key];
    act?.();
    return Boolean(act);
  });

  useEffect(() => {
    if (!note.text) return undefined;
    const warn = (event) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [note.text]);

  const waiting = view.waiting > 0;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (waiting) setSaid(filled(words.waiting, { n: outbox.view().waiting }));
    }, 3000);
    return () => clearTimeout(timer);
  }, [waiting]);

  return (
    <div className="tally">
      <header className="tally-top">
        <div className="tally-who">
          <h1>{watched}</h1>
          <p>{beside}</p>
        </div>
        <div className="tally-now">
          <time role="timer" aria-label={words.clock}>
            {clockWords(elapsed)}
          </time>
          <KeptMark address={address} present={present} words={words} />
        </div>
        <button type="button" className="button button-quiet" onClick={() => onStop()}>
          {words.stop}
        </button>
      </header>

      <div className="tally-stage">
        {held ? (
          <p className="tally-meaning">
            <strong>{held.word}</strong> {held.meaning}
          </p>
        ) : note.open ? (
          <NoteField
            note={note}
            words={words}
            length={noteLength}
            onChange={(text) => setNote({ ...note, text })}
            onKeep={keepNote}
            onLeave={() => setNote({ ...note, open: false })}
          />
        ) : asking || due ? (
          <KindQuestion
            kinds={kinds}
            words={words}
            focus={asking}
            onAnswer={answer}
            onLeave={leaveKind}
          />
        ) : (
          <ol className="tally-last" aria-label={words.last}>
            {view.marks.slice(-SHOWN).map(({ id, code }) => (
              <li key={id} className={`tag tone-${codes.find((one) => one.code === code)?.side}`}>
                {wordOf(code)}
              </li>
            ))}
            {view.marks.length === 0 && <li className="quiet">{words.first}</li>}
          </ol>
        )}
      </div>

      <div className={`tally-codes tally-codes-${codes.length}`} role="group" aria-label={words.codes}>
        {codes.map((code, place) => (
          <CodeButton
            key={code.code}
            code={code}
            count={view.counts[code.code]}
            digit={place + 1}
            onPress={press}
            onTakeBack={takeBack}
            onHold={setHeld}
          />
        ))}
      </div>

      <div className="tally-tools">
        <button
          type="button"
          className="button button-quiet"
          disabled={view.marks.length === 0}
          onClick={undo}
        >
          {words.undo} <kbd aria-hidden="true">U</kbd>
        </button>
        {noteLength > 0 && (
          <button type="button" className="button button-quiet" onClick={openNote}>
            {words.note} <kbd aria-hidden="true">N</kbd>
          </button>
        )}
        {asks && (
          <button type="button" className="button button-quiet" onClick={() => setAsking(true)}>
            {words.kind} <kbd aria-hidden="true">K</kbd>
          </button>
        )}
      </div>

      <p className="tally-keys quiet">
        {words.keys}
        <button type="button" className="link" onClick={toggleKeys}>
          {keys ? words.keysOff : words.keysOn}
        </button>
      </p>
      <p className="unseen" role="status">
        {said}
      </p>
    </div>
  );
}
