/** What is drawn of a running count, and what its presses do. `tally.jsx` says when it is drawn. */

import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";

import { afterFrame, deviceId, newId, nextOrder, remember, remembered } from "./browser.js";
import { keepShell, useAwake } from "./device.js";
import {
  Changing,
  CodeButton,
  KindQuestion,
  LastTaps,
  NoteField,
  Pages,
  clockWords,
  filled,
  isWritten,
} from "./parts.jsx";

/** How many of the last taps are shown. */
const SHOWN = 4;

/** What an outbox holds; drawn a frame after the count on the button, which is what a press waits for. */
export function useView(outbox) {
  const later = useCallback((tell) => outbox.subscribe(() => afterFrame(tell)), [outbox]);
  return useSyncExternalStore(later, outbox.view, outbox.view);
}

/** Milliseconds since the start, renewed twice a second; 0 where the start is not known. */
function Clock({ outbox, startedAt, words }) {
  const [, renew] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => renew((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <time role="timer" aria-label={words.clock}>
      {clockWords(outbox.now() - (startedAt ?? outbox.now()))}
    </time>
  );
}

/** In which stretch of the talk one is, counted from 0. */
function useStretch(outbox, startedAt, every) {
  const stretchNow = () => Math.floor(Math.max(0, outbox.now() - (startedAt ?? outbox.now())) / every);
  const [stretch, setStretch] = useState(stretchNow);
  useEffect(() => {
    setStretch(stretchNow());
    const timer = setInterval(() => setStretch(stretchNow()), 1_000);
    return () => clearInterval(timer);
  }, [outbox, startedAt, every]);
  return stretch;
}

/**
 * Whether everything tapped on this device is in the database, in words and with a mark.
 *
 * It is drawn with the count of a press and never after it: not for one frame does it say too much.
 */
export function Kept({ outbox, words }) {
  const { waiting, isRead, refusal } = useSyncExternalStore(outbox.subscribe, outbox.view, outbox.view);
  if (waiting === 0 && !isRead) return <span className="tally-kept" />;
  const mark = waiting > 0 ? "waiting" : "done";
  const signIn = () => `/signin?next=${encodeURIComponent(location.pathname)}`;
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
            <>
              {refusal.text ?? words.refused}{" "}
              <button type="button" className="link" onClick={outbox.discard}>
                {words.discard}
              </button>
            </>
          )}
        </span>
      )}
    </span>
  );
}

const lasting = new WeakMap();

/**
 * State of a screen that outlives its drawing, as long as the page lives.
 *
 * When a server that was restarted is back, Reflex draws the page anew: a note is then half written.
 */
function useLasting(outbox, name, first) {
  const [value, draw] = useState(() => lasting.get(outbox)?.[name] ?? first);
  const set = useCallback(
    (next) => {
      lasting.set(outbox, { ...lasting.get(outbox), [name]: next });
      draw(next);
    },
    [outbox, name],
  );
  return [value, set];
}

/** Calls `act(key)` for a key pressed outside of fields, unless keys are switched off. */
function useKeys(on, act) {
  const latest = useRef(act);
  latest.current = act;
  // What can be seen hears keys: an effect after the painting would miss the first.
  useLayoutEffect(() => {
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

/** What can be done with an outbox by pressing, and what of it is said to a screen reader. */
function useTaps(outbox, codes, words) {
  const [said, sayNow] = useState("");
  const setSaid = useCallback((words) => afterFrame(() => sayNow(words)), []);
  const acts = useMemo(() => {
    const wordOf = (code) => codes.find((one) => one.code === code)?.word;
    const markOf = (id) => outbox.view().marks.find((one) => one.id === id);
    const enter = (item, stamp) => {
      const order = nextOrder();
      const tap = { id: newId(), device_id: deviceId(), seq: order, ...item };
      outbox.enter("taps", tap, order, stamp);
      return tap.id;
    };
    const takeBack = (id) => {
      const mark = markOf(id);
      if (!mark) return;
      enter({ undoes: id });
      setSaid(filled(words.takenBack, { code: wordOf(mark.code) }));
    };
    return {
      wordOf,
      markOf,
      takeBack,
      /** Count; returns how to take it back. */
      press(code) {
        const id = enter({ code });
        setSaid(filled(words.named, { code: wordOf(code), n: outbox.view().counts[code] }));
        return () => takeBack(id);
      },
      /** Give an earlier tap another code; returns how to give it back its own. */
      change(id, code) {
        const mark = markOf(id);
        if (!mark) return undefined;
        const at = typeof mark.at === "string" ? Date.parse(mark.at) : mark.at;
        const stamp = { era: mark.era, tick: mark.tick, at };
        const changed = enter({ code, undoes: id }, stamp);
        setSaid(filled(words.changed, { code: wordOf(mark.code), other: wordOf(code) }));
        return () => enter({ code: mark.code, undoes: changed }, stamp);
      },
    };
  }, [outbox]);
  return [acts, said, setSaid];
}

/** The buttons, and between them and the clock the stage. */
export function Screen(props) {
  const { address, watched, beside, codes, kinds, words, every, noteLength, hints, onStop } = props;
  const { outbox, view } = props;
  const stretch = useStretch(outbox, view.startedAt, every);
  const [note, setNote] = useLasting(outbox, "note", { open: false, text: "", quote: "" });
  const [asking, setAsking] = useLasting(outbox, "asking", false);
  const [held, setHeld] = useState(null);
  const [changing, setChanging] = useLasting(outbox, "changing", null);
  const [keys, setKeys] = useState(() => remembered("coach-keys") !== "off");
  const [taps, said, setSaid] = useTaps(outbox, codes, words);
  const hand = remembered("coach-hand") === "left" ? "tally-left" : "";
  useAwake();
  useEffect(() => void keepShell(), []);

  const asks = kinds.length > 0;
  const due = asks && stretch > view.asked;
  const changed = changing && taps.markOf(changing);

  const latest = useRef(null);
  latest.current = changed ? changing : null;
  const press = useCallback(
    (code) => {
      if (!latest.current) return taps.press(code);
      const giveBack = taps.change(latest.current, code);
      setChanging(null);
      return giveBack;
    },
    [taps],
  );
  // What was tapped last, though it may not be drawn yet.
  const last = () => outbox.view().marks.at(-1)?.id;
  const undo = () => taps.takeBack(last());
  const openNote = () => {
    if (isWritten(note)) return setNote({ ...note, open: true });
    const now = outbox.now();
    const elapsed = now - (view.startedAt ?? now);
    return setNote({ open: true, text: "", quote: "", stamp: outbox.stamp(), elapsed });
  };
  const keepNote = () => {
    if (!isWritten(note)) return;
    const item = { id: newId(), text: note.text.trim(), quote: note.quote.trim() };
    outbox.enter("notes", item, nextOrder(), note.stamp);
    setNote({ open: false, text: "", quote: "" });
  };
  const answer = (kind) => {
    outbox.enter("kinds", { id: newId(), kind }, nextOrder());
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
  const acts = { u: undo, c: () => setChanging(last()), escape: () => setChanging(null) };
  if (noteLength > 0) acts.n = openNote;
  if (asks) acts.k = () => setAsking(true);
  useKeys(keys, (key) => {
    const code = codes[Number(key) - 1];
    const act = code ? () => press(code.code) : acts[key];
    act?.();
    return Boolean(act);
  });

  const isUnkept = isWritten(note);
  useEffect(() => {
    if (!isUnkept) return undefined;
    const warn = (event) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isUnkept]);

  const waiting = view.waiting > 0;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (waiting) setSaid(filled(words.waiting, { n: outbox.view().waiting }));
    }, 3000);
    return () => clearTimeout(timer);
  }, [waiting]);

  return (
    <div className={`tally ${hand}`}>
      <header className="tally-top">
        <div className="tally-who">
          <h1>{watched}</h1>
          <p>{beside}</p>
        </div>
        <div className="tally-now">
          <Clock outbox={outbox} startedAt={view.startedAt} words={words} />
          <Kept outbox={outbox} words={words} />
        </div>
        {onStop && (
          <button type="button" className="button button-quiet" onClick={() => onStop()}>
            {words.stop}
          </button>
        )}
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
            onChange={(part) => setNote({ ...note, ...part })}
            onKeep={keepNote}
            onLeave={() => setNote({ ...note, open: false })}
          />
        ) : changed ? (
          <Changing
            word={taps.wordOf(changed.code)}
            words={words}
            onLeave={() => setChanging(null)}
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
          <Pages hints={hints} words={words}>
            <LastTaps
              marks={view.marks.slice(-SHOWN)}
              waits={view.waits}
              codes={codes}
              words={words}
              onChange={setChanging}
            />
          </Pages>
        )}
      </div>

      <div className={`tally-codes tally-codes-${codes.length}`} role="group" aria-label={words.codes}>
        {codes.map((code, place) => (
          <CodeButton
            key={code.code}
            code={code}
            outbox={outbox}
            digit={place + 1}
            onPress={press}
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
