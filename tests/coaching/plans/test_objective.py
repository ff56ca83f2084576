"""An objective is a milestone: the end of the deal comes back, and no step does."""

import time

import pytest

from coach_the_coach.coaching.plans.objective.rules import EXAMPLES, is_end_of_deal

ENDS = [
    "close the deal",
    "Close the deal!",
    "To close the deal.",
    "closing",
    "Win it",
    "win the deal",
    "get the signature",
    "Get a signature",
    "get the contract signed",
    "Get it signed",
    "have the contract signed by Friday",
    "get them to sign",
    "Get them to sign the contract today",
    "get the deal over the line",
    "make the sale",
    "land the account",
    "seal the deal",
    "We want to close the deal this quarter",
    "I want to win this",
    "get the order",
    "Get the PO",
    "Get a yes",
    "They sign",
    "The customer signs the contract",
    "close the 40k deal",
    "close the big Northwind deal",
    "Close the deal and get the signature",
    "Close, win, sign",
    "a signed contract",
    "Deal closed",
    "contract signed",
    "Finally close them",
    "our goal is to close the deal",
    "Close the deal on this call",
    "get the CFO to sign",
    '"Close the deal"',
    "close",
    "Sign!",
    "WIN THE DEAL",
    "Hopefully close it today",
    "get the customer to commit",
    "just get the sale",
    "closing the sale",
    "Have them sign.",
    "We get the business",
]

STEPS = [
    "agree who closes the quarter review",
    "The economic buyer agrees to a second meeting",
    "Find out who signs the contract",
    "Learn how they get contracts signed",
    "close the gaps in their decision criteria",
    "close open questions",
    "Agree what must happen before they sign",
    "Understand what the deal is worth to them",
    "Get a date for the proposal review",
    "get the names of everybody who decides",
    "Win over the CFO for a pilot",
    "win their trust",
    "sign the NDA",
    "sign the mutual plan",
    "Close the deal review with a date for the next step",
    "They name what the problem costs",
    "get the order of steps agreed",
    "Have them say who closes the books and when",
    "Agree the closing date the board has set",
    "close the loop with procurement on security",
    "Get the contract to legal",
    "Get the contract reviewed by legal",
    "find out whether the signature needs the board",
    "A close look at their criteria",
    "close the gap in business case numbers",
    "They agree to sign the mutual plan",
    "Book a meeting with the CFO",
    "secure a meeting with the economic buyer",
    "land the three questions",
    "finish discovery",
    "get their decision process",
    "Win the technical evaluation",
    "score the criteria together",
    "take the next step",
    "close the deal room and agree the next step",
    "Agree criteria, then close the deal",
    "win the CFO's trust",
    "learn what closing on time is worth to them",
    "Get three dates from them",
    "close the distance to procurement",
    "they say who else buys",
    "agree who signs what by when",
    "Get the deal team to name their criteria",
]


@pytest.mark.parametrize("objective", ENDS)
def test_the_end_of_the_deal_is_no_objective(objective: str):
    assert is_end_of_deal(objective)


@pytest.mark.parametrize("objective", [*STEPS, *EXAMPLES])
def test_a_step_is_never_sent_back(objective: str):
    assert not is_end_of_deal(objective)


def test_a_deal_is_known_by_its_name():
    assert is_end_of_deal("Close Northwind", deal="Northwind renewal")
    assert is_end_of_deal("win the Northwind renewal by Friday", deal="Northwind renewal")
    assert not is_end_of_deal("Close Northwind", deal="Acme")
    assert not is_end_of_deal("sign NDA", deal="Northwind")


def test_nothing_is_no_end_and_long_texts_are_read_at_once():
    assert not is_end_of_deal("")
    assert not is_end_of_deal(" . , ! ")
    began = time.perf_counter()
    for text in ("to " * 66, "close " * 33, "get the a b " * 16, "win it today by friday " * 8):
        is_end_of_deal(text[:200], deal="a b c")
    assert time.perf_counter() - began < 1
