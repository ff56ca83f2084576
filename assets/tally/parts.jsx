/** The parts of the screen of somebody who watches. */

import { memo, useEffect, useId, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

import { afterFrame } from "./browser.js";

/** Milliseconds after which holding a button asks for its meaning instead of counting. */
const HOLD = 600;

/** Milliseconds for which a press is felt, where a device can. */
const FELT = 8;

/** Milliseconds in which the click of a press follows it. */
const CLICK = 400;

/** Words with their {places} filled. */
export const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Milliseconds as minutes and seconds, with hours once there are any. */
export function clockWords(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) parts.unshift(hours);
  return parts.map((n, place) => (place ? String(n).padStart(2, "0") : n)).join(":");
}

/** One of the buttons: it counts on the press, shows its meaning when held, and takes that count back. */
export const CodeButton = memo(function CodeButton({ code, outbox, digit, onPress, onHold }) {
  const count = useSyncExternalStore(outbox.subscribe, () => outbox.view().counts[code.code] ?? 0);
  const press = useRef({});
  const letGo = () => {
    clearTimeout(press.current.hold);
    press.current.hold = null;
  };
  // What is drawn no more is not held, wherever the finger is.
  useEffect(() => letGo, []);
  const down = (event) => {
    if (event.button !== 0) return;
    // Wherever the finger goes, its lifting is heard here.
    event.currentTarget.setPointerCapture?.(event.pointerId);
    clearTimeout(press.current.click);
    letGo();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(FELT);
    const takeBack = onPress(code.code);
    // A frame later: on a busy device the lifting of a finger may be heard after the time is up.
    const isHeld = () => {
      if (press.current.hold !== hold) return;
      takeBack?.();
      onHold(code);
    };
    const hold = setTimeout(() => afterFrame(isHeld), HOLD);
    press.current = { counted: true, takeBack, hold };
  };
  const up = () => {
    letGo();
    onHold(null);
    clearTimeout(press.current.click);
    press.current.click = setTimeout(() => (press.current.counted = false), CLICK);
  };
  // A click that no press came before is the keyboard's, or that of a screen reader.
  const click = () => {
    if (!press.current.counted) onPress(code.code);
    press.current.counted = false;
  };
  return (
    <button
      type="button"
      className={`tally-code tone-${code.side}`}
      title={code.meaning}
      aria-description={code.meaning}
      aria-keyshortcuts={digit}
      onPointerDown={down}
      onPointerUp={up}
      onPointerCancel={() => {
        up();
        press.current.takeBack?.();
      }}
      onClick={click}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span className="tally-word">{code.word}</span> <span className="tally-count">{count}</span>
      <span className="tally-side" aria-hidden="true">
        {code.side_word}
      </span>
      <kbd aria-hidden="true">{digit}</kbd>
    </button>
  );
});

/** What kind of talk it is just now; it can be left unanswered. */
export function KindQuestion({ kinds, words, focus, onAnswer, onLeave }) {
  const first = useRef(null);
  useEffect(() => {
    if (focus) first.current?.focus();
  }, [focus]);
  const question = useId();
  return (
    <div className="tally-kind" role="group" aria-labelledby={question}>
      <p id={question}>{words.question}</p>
      <div className="tally-kinds">
        {kinds.map(({ kind, word, meaning }, place) => (
          <button
            key={kind}
            ref={place === 0 ? first : undefined}
            type="button"
            className="button button-quiet"
            title={meaning}
            aria-description={meaning}
            onClick={() => onAnswer(kind)}
          >
            {word}
          </button>
        ))}
        <button type="button" className="button button-bare" onClick={onLeave}>
          {words.notNow}
        </button>
      </div>
    </div>
  );
}

/** A few words about a moment, and what was said word for word; its time is that of the opening. */
export function NoteField({ note, words, length, onChange, onKeep, onLeave }) {
  const field = useRef(null);
  const name = useId();
  const [quoting, setQuoting] = useState(false);
  const part = quoting ? "quote" : "text";
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, [quoting]);
  const keys = (event) => {
    if (event.key === "Escape") onLeave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onKeep();
  };
  const time = clockWords(note.elapsed);
  return (
    <div className="tally-note">
      <label htmlFor={name}>{filled(quoting ? words.quoteAt : words.noteAt, { time })}</label>
      <textarea
        id={name}
        ref={field}
        className="control"
        rows={2}
        maxLength={length}
        value={note[part]}
        onChange={(event) => onChange({ [part]: event.target.value })}
        onKeyDown={keys}
      />
      <div className="row gap-near">
        <button
          type="button"
          className="button button-primary"
          disabled={!isWritten(note)}
          onClick={onKeep}
        >
          {words.keepNote}
        </button>
        <button type="button" className="button button-quiet" onClick={() => setQuoting(!quoting)}>
          {quoting ? words.toNote : words.toQuote}
        </button>
        <button type="button" className="button button-bare" onClick={onLeave}>
          {words.leaveNote}
        </button>
      </div>
    </div>
  );
}

/** Whether a note says anything. */
export const isWritten = ({ text = "", quote = "" }) => Boolean(text.trim() || quote.trim());

/** The last taps, each to be changed by pressing it; those that still wait are drawn with a dotted line. */
export function LastTaps({ marks, waits, codes, words, onChange }) {
  const codeOf = (code) => codes.find((one) => one.code === code);
  if (marks.length === 0) return <p className="quiet">{words.first}</p>;
  return (
    <ol className="tally-last" aria-label={words.last}>
      {marks.map(({ id, code }) => (
        <li key={id}>
          <button
            type="button"
            className={`tag tone-${codeOf(code)?.side} ${waits.has(id) ? "is-waiting" : ""}`}
            aria-label={filled(words.change, { code: codeOf(code)?.word })}
            onClick={() => onChange(id)}
          >
            {codeOf(code)?.word}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Said while the next press changes an earlier tap instead of counting anew. */
export function Changing({ word, words, onLeave }) {
  const leave = useRef(null);
  useEffect(() => leave.current?.focus(), []);
  return (
    <div className="tally-kind" role="group" aria-label={filled(words.change, { code: word })}>
      <p>{filled(words.changeTo, { code: word })}</p>
      <div>
        <button ref={leave} type="button" className="button button-bare" onClick={onLeave}>
          {words.leaveNote}
        </button>
      </div>
    </div>
  );
}

/** What lies side by side in the stage: the last taps, and a swipe away a hint for each dimension. */
export function Pages({ hints, words, children }) {
  if (hints.length === 0) return children;
  return (
    <div className="tally-pages" role="group" tabIndex={0} aria-label={words.hints}>
      <div className="tally-page">{children}</div>
      {hints.map(({ name, text }, place) => (
        <div className="tally-page tally-hint" key={name}>
          <p>
            <strong>
              {place + 1}. {name}
            </strong>{" "}
            {text}
          </p>
        </div>
      ))}
    </div>
  );
}
