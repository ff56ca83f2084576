"""What managers of the demo company write into log, cycles, calls and plans; all of it invented."""

from typing import Final, NamedTuple


class Skill(NamedTuple):
    """One skill with what is said about it: where it stands, where it is to go, and on the way."""

    name: str
    baseline: str
    target: str
    shown_by: str
    moment: str
    feedback: str
    step: str
    goal: str


SKILLS: Final = (
    Skill(
        "Naming the next step",
        "Two of ten calls end with a date",
        "Eight of ten calls end with a date",
        "Ten calls in a row with a dated next step in the notes",
        "At the end of the call with the dairy in Leer you said you would be in touch.",
        "The plant manager had just named the autumn shutdown. That was the date to hold on to.",
        "End both calls on Thursday with a day and a name, and tell me how it went.",
        "I want customers to know what happens next before we hang up.",
    ),
    Skill(
        "Staying with the silence",
        "Answers own questions after two seconds",
        "Three seconds of quiet after each open question",
        "A recording with five quiet moments of three seconds",
        "Minute nine: you asked what the rejects cost, and went on before they had counted.",
        "They were working it out. The number they find themselves is the one they believe.",
        "Count to three after each question in the call with the brewery.",
        "I want to hear numbers that are not mine.",
    ),
    Skill(
        "Price from the cost of waiting",
        "Opens with the list price",
        "Names the cost of waiting before any price",
        "Three offers in which the customer's own figure stands first",
        "When they asked for the price you gave it in the same breath.",
        "They asked because nothing else was on the table. What does a day of rejects cost them?",
        "Work out with the bottling plant what last month's rejects cost, before the offer goes.",
        "I want the price to be the second number they hear.",
    ),
    Skill(
        "Reaching whoever decides",
        "Knows who decides in one deal of five",
        "Has met whoever decides in four of five",
        "The name and a dated talk in each open deal above fifty thousand",
        "You said the lab manager decides. She said she would have to ask.",
        "That one word, ask, was the door. Whom does she ask, and what do they worry about?",
        "Ask the lab manager to introduce you to the head of quality this week.",
        "I want to stop hoping that somebody passes it on.",
    ),
    Skill(
        "Opening without the product",
        "Speaks about the meter in the first minute",
        "Five minutes about their plant first",
        "Three first meetings in which the meter comes after their worry",
        "The first slide was our factory. They have one of their own.",
        "They leaned forward when you asked about the night shift. Begin there.",
        "Begin Monday's first meeting with their night shift and leave the slides in the bag.",
        "I want the first half of a meeting to be about them.",
    ),
    Skill(
        "Handling a discount at the end of the quarter",
        "Gives way at the first request",
        "Asks what they give in return",
        "Two closed deals in which something came back for each concession",
        "They asked for eight per cent and you said you would see.",
        "They heard a yes. What could they give: a reference, a longer contract, a second line?",
        "Write down three things you could ask for in return before Friday's call.",
        "I want to like the deals I close.",
    ),
)
"""The skills that are coached here."""

FOR_MANAGERS: Final = (
    Skill(
        "Asking before telling",
        "Has the answer out within a minute",
        "The rep's own idea comes first in four talks of five",
        "Two watched sessions in which the first idea is the rep's",
        "In the one-to-one on the Leer dairy you had the way forward in your second sentence.",
        "They stopped thinking at that moment. What would have happened with one question more?",
        "Open the next three one-to-ones with: what have you tried?",
        "I want them to leave with their own plan.",
    ),
    Skill(
        "One skill at a time",
        "Four topics in half an hour",
        "One skill named, practised and agreed on",
        "Five logs in a row with one skill and one next step",
        "The talk about the brewery went over price, slides, timing and tone.",
        "Which of the four would change the other three?",
        "Choose one skill for each of the team before Monday, and write it down.",
        "I want to know what each of them is working on.",
    ),
)
"""What leaders work on with managers."""

DEALS: Final = (
    *("Leer dairy", "Harbour brewery", "Halden water works", "Solveig bakeries", "Ribe cannery"),
    *("Tarn bottling", "Ostrava juices", "Sableford creamery", "Mendip springs", "Lagoa foods"),
)
"""Customers of the demo company."""

REASONS: Final = (
    "A customer in trouble that cannot wait two hours",
    "A safety or legal matter",
    "Illness",
)
"""For what a session may move."""

BYPASSES: Final = ("Forecast call", "Internal meeting", "Quarter-end numbers")
"""Reasons that are on nobody's list."""

MOMENTS: Final = (
    ("Called the plant manager back the same hour", "Keep doing that; it was noticed."),
    ("Talked over the customer's worry about downtime", "Ask one question before the answer."),
    ("Asked for the date in front of everybody", "Say how that felt in our one-to-one."),
    ("Sent the offer without a call", "Call first, and send it while you talk."),
)
"""What was seen in passing, and what was agreed."""

OBJECTIVES: Final = (
    "Know who signs, and have a day with them",
    "The head of quality names what a day of rejects costs",
    "Agree on the three measures of the trial",
    "Get the shutdown date, and what must be ready by then",
)
"""Milestones for a call."""

QUESTIONS: Final = (
    "What happens if nothing changes until spring?\nWho else feels it when the line stops?"
)
INFORMATION: Final = "Who signs above fifty thousand; the date of the shutdown"
RISK: Final = "They say the budget is gone"
RISK_ANSWER: Final = "Ask what the rejects of one month cost, and let them compare"
WELL: Final = "They named the number themselves"
NOT_WELL: Final = "I explained the meter twice"
LEARNED: Final = "The head of quality decides, not the lab"
DIFFERENTLY: Final = "Ask for the shutdown date before the price"
PRACTISED: Final = "Say what I heard before I answer"
CONTRACT: Final = (
    "This time belongs to the person I coach. I move it only for what is on the list. If I must, "
    "it takes place within two working days. Short is better than skipped."
)
DROPS: Final = "The Monday report that nobody reads\nSitting in on every internal price call"
OBJECTIVE: Final = "Half of the new business from plants we have not sold to before"
STEPS: Final = (
    ("Ten first meetings in new plants", False),
    ("Two trials agreed with measures", True),
    ("One reference that may be called", False),
)
"""What an action plan asks for; the second is a milestone."""
