/** What pages outside of the tally do for it: send what waits, ask before it is lost, and set it up. */

import { useEffect, useRef, useState } from "react";

import {
  countWaiting,
  outboxesOf,
  remember,
  remembered,
  setPersonHere,
  stopSending,
} from "./browser.js";
import { missing } from "./device.js";
import { filled } from "./parts.jsx";
import { wipe } from "./shelf.js";
import "./device.css";

/** How many things wait in these outboxes. */
const countOf = (outboxes) => outboxes.reduce((sum, outbox) => sum + outbox.view().waiting, 0);

/** Everything of this person that waits here, kept up to date while it is being sent. */
function useWaiting(person) {
  const [found, setFound] = useState({ waiting: 0, refused: [] });
  useEffect(() => {
    if (!person) return undefined;
    let leave = [];
    let gone = false;
    outboxesOf(person).then((outboxes) => {
      if (gone) return;
      const isRefused = (outbox) => {
        const { waiting, refusal } = outbox.view();
        return waiting > 0 && refusal?.status >= 400 && refusal.status < 500 && refusal.status !== 401;
      };
      const count = () =>
        setFound({ waiting: countOf(outboxes), refused: outboxes.filter(isRefused) });
      leave = outboxes.map((outbox) => outbox.subscribe(count));
      count();
    });
    return () => {
      gone = true;
      leave.forEach((off) => off());
    };
  }, [person]);
  return found;
}

/** On every page: notes who is signed in, and sends what they tapped earlier and is not kept yet. */
export function Carrier({ person, words }) {
  useEffect(() => {
    if (person) setPersonHere(person);
  }, [person]);
  const { waiting, refused } = useWaiting(person);
  if (waiting === 0) return null;
  if (refused.length === 0)
    return (
      <p className="no-connection no-print waits-here" role="status">
        {filled(words.waits, { n: waiting })}
      </p>
    );
  return (
    <p className="no-connection no-print waits-here" role="alert">
      {filled(words.refused, { n: countOf(refused), why: refused[0].view().refusal.text ?? "" })}{" "}
      <button type="button" className="link" onClick={() => refused.forEach((one) => one.discard())}>
        {words.discard}
      </button>
    </p>
  );
}

/** Round a form that signs out: asks whether what waits is to be sent or discarded. */
export function SigningOut({ person, words, children }) {
  const place = useRef(null);
  const dialog = useRef(null);
  const [waiting, setWaiting] = useState(0);
  const [isSending, setSending] = useState(false);
  const form = () => place.current.querySelector("form");

  const leave = async () => {
    stopSending();
    await wipe(person);
    setPersonHere(undefined);
    // The name of this page's state on the server must not outlive the sign-in.
    sessionStorage.clear();
    form().submit();
  };
  const ask = async (event) => {
    event.preventDefault();
    const count = await countWaiting(person);
    if (count === 0) return leave();
    setWaiting(count);
    return dialog.current.showModal();
  };
  useEffect(() => {
    if (!isSending) return undefined;
    let off = [];
    outboxesOf(person).then((outboxes) => {
      const look = () => {
        setWaiting(countOf(outboxes));
        if (countOf(outboxes) === 0) leave();
      };
      off = outboxes.map((outbox) => outbox.subscribe(look));
      outboxes.forEach((outbox) => outbox.sync());
      look();
    });
    return () => off.forEach((stop) => stop());
  }, [isSending]);

  return (
    <div ref={place} onSubmit={ask}>
      {children}
      <dialog ref={dialog} className="dialog asks" aria-labelledby="asks-title">
        <h2 id="asks-title">{filled(words.title, { n: waiting })}</h2>
        <p>{isSending ? words.sending : words.about}</p>
        <div className="actions">
          <button
            type="button"
            className="button button-primary"
            disabled={isSending}
            onClick={() => setSending(true)}
          >
            {words.send}
          </button>
          <button type="button" className="button button-quiet" onClick={leave}>
            {words.discard}
          </button>
          <button
            type="button"
            className="button button-bare"
            onClick={() => {
              setSending(false);
              dialog.current.close();
            }}
          >
            {words.stay}
          </button>
        </div>
      </dialog>
    </div>
  );
}

/** Before the clock starts: for which hand, and what this browser cannot do. */
export function OnThisDevice({ words }) {
  const [hand, setHand] = useState(null);
  const [lacks, setLacks] = useState([]);
  useEffect(() => {
    setHand(remembered("coach-hand") === "left" ? "left" : "right");
    setLacks(missing());
  }, []);
  const choose = (side) => {
    remember("coach-hand", side);
    setHand(side);
  };
  return (
    <div className="stack gap-near">
      <fieldset className="field hands">
        <legend className="label">{words.hand}</legend>
        {["right", "left"].map((side) => (
          <label key={side}>
            <input
              type="radio"
              name="hand"
              checked={hand === side}
              onChange={() => choose(side)}
            />{" "}
            {words[side]}
          </label>
        ))}
      </fieldset>
      {lacks.map((one) => (
        <p className="quiet" key={one}>
          {words[one]}
        </p>
      ))}
    </div>
  );
}
