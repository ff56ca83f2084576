"""The look: components that know no state. Use as `from coach_the_coach import ui`.

Whatever is shown may be a plain value or bound to the state. Lists are sequences or bound lists of
objects with the attributes named. One `page_heading` a page (the h1), then `section`s (h2), and
`section(level=3)` inside them. One primary button a screen. `*c` is any content.

Pages
    page(*c, narrow=False)                    the main part, where the skip link leads
    page_heading(title, about=, back=, action=)   h1, a sentence, the way up, one main action
    section(title, *c, about=, action=, level=2)
    card(*c)   tiles(*cards)   lines(*entries)    picked up; in columns; parted by hairlines
    stack(*c, gap="inside")   row(*c, gap=, apart=)   gap: tight near inside between
    beside(main, aside)   halves(*c)   rule()   foot(*c)
    disclosure(summary, *c)
    led_disclosure(summary, *c, id, group, open, on_turn)
    turner(page, on_turn)                     a page: place is_first is_last
Text
    heading(words, level=2)   paragraph(*c)   lead(*c)   quiet(*c)   figures(words)
    quote(words, source=)   bullets(items)   unseen(words)   skip_link()
    link(words, href)   back_link(words, href)   native_link(words, href, download=)
    whole_link(words, href)                   presses the whole card or table row it is in
    moment(words, at=, exact=, within=False)  a time as said, in full on hover; within a sentence
Doing
    button(words, weight="quiet", busy=, disabled=, submit=, wide=, on_click=)
                                              weight: primary quiet bare danger
    icon_button(icon, name, on_click=)   link_button(words, href, weight=, native=)
    actions(*buttons)   theme_choice()
    dialog(title, *c, about=, opener= or open=, on_open_change=, filling=False)
    closing(button)
    menu(opener, *items)   menu_item(words, on_select=, danger=)   menu_link(words, href)
    menu_rule()
    signing_out(form, person=)                asks before what waits in the browser is lost
    carrier(person)   on_this_device()        sends what waits; for which hand
Asking                                        each also takes value= hint= problem= optional= id=
    state_form(*c, on_submit=)   native_form(*c, action=, with_file=)   fields(*short_ones)
    text_field(label, name, kind=, short=)   text_area(label, name)
    date_field(label, name, with_time=)   file_field(label, name, accept=)
    select(label, name, options, blank=)   radio_cards(legend, name, options, arranged=)
    yes_no(legend, name)   checkbox(label, name, checked=)
    check_cards(legend, name, options, chosen=)   Option(value, word, meaning="")
    search_field(label, on_change=)
    field(label, control, id=)   described(id, problem, hint)   for a control of one's own
How things stand
    badge(word, mark)                         done underway waiting attention broken plain
    tag(word, tone)                           ask tell neither
    stats(*stat(name, number, of=, meaning=))   facts((name, value), ...)
    person(name, initials_of=, role=)   avatar(name)
    empty(title, hint, action=)   skeleton(count, name=)
    callout(*c, tone=, action=, urgent=)      plain accent danger
    message(words, action=)                   the one region that says what just happened
    count(rows)                               how many, also of a bound list
Figures                                       a sentence says the same above each
    data_table(caption, [Column(head, cell, number=, bare=, wide_only=, whole=)], rows, empty=,
               show_caption=, keep_on_phone=)
    share_bar(summary, share, low, high, bands=[Band(start, end, word, tone)], known=True)
    share_over_time(summary, points, first=, last=, bands=, target=, target_word=)
                                              a point: at share low high label
    mix_bar(summary, parts)                   a part: word share figure
    strip(asks, tells)                        one session, its two outlines
    strips(summary, rows, above=, below=, without=)
                                              a row: link when beside has_strip asks tells figure
    level_panels(summary, rows, scale=)       a row: word points(at level) of_late heard
    share_panels(summary, rows, first=, last=)
                                              a row: word points(at share low high) at_least at_most
                                              aim heard
    target_bars(summary, rows)                a row: word figure aim mark standing and, as for
    target_bar(row)                           is_known share low high at_least at_most count
    comparison(summary, levels, rows, own=, seen=, detail=)
                                              a row: word own seen gap sentence
"""

from coach_the_coach.ui.action import button, icon_button, link_button
from coach_the_coach.ui.chart import Band, comparison, mix_bar, share_bar, share_over_time
from coach_the_coach.ui.choice import Option, check_cards, checkbox, radio_cards, yes_no
from coach_the_coach.ui.device import carrier, on_this_device, signing_out
from coach_the_coach.ui.form import (
    date_field,
    described,
    field,
    fields,
    file_field,
    search_field,
    select,
    state_form,
    text_area,
    text_field,
)
from coach_the_coach.ui.layout import (
    actions,
    beside,
    card,
    disclosure,
    foot,
    halves,
    led_disclosure,
    lines,
    page,
    page_heading,
    row,
    rule,
    section,
    stack,
    tiles,
    turner,
)
from coach_the_coach.ui.multiples import (
    level_panels,
    share_panels,
    strip,
    strips,
    target_bar,
    target_bars,
)
from coach_the_coach.ui.native import native_form, native_link
from coach_the_coach.ui.overlay import closing, dialog, menu, menu_item, menu_link, menu_rule
from coach_the_coach.ui.status import (
    avatar,
    badge,
    bullets,
    callout,
    empty,
    facts,
    message,
    person,
    skeleton,
    stat,
    stats,
    tag,
)
from coach_the_coach.ui.table import Column, data_table
from coach_the_coach.ui.text import (
    back_link,
    figures,
    heading,
    lead,
    link,
    moment,
    paragraph,
    quiet,
    quote,
    skip_link,
    unseen,
    whole_link,
)
from coach_the_coach.ui.theme import theme_choice
from coach_the_coach.ui.tokens import count

__all__ = [
    "Band",
    "Column",
    "Option",
    "actions",
    "avatar",
    "back_link",
    "badge",
    "beside",
    "bullets",
    "button",
    "callout",
    "card",
    "carrier",
    "check_cards",
    "checkbox",
    "closing",
    "comparison",
    "count",
    "data_table",
    "date_field",
    "described",
    "dialog",
    "disclosure",
    "empty",
    "facts",
    "field",
    "fields",
    "figures",
    "file_field",
    "foot",
    "halves",
    "heading",
    "icon_button",
    "lead",
    "led_disclosure",
    "level_panels",
    "lines",
    "link",
    "link_button",
    "menu",
    "menu_item",
    "menu_link",
    "menu_rule",
    "message",
    "mix_bar",
    "moment",
    "native_form",
    "native_link",
    "on_this_device",
    "page",
    "page_heading",
    "paragraph",
    "person",
    "quiet",
    "quote",
    "radio_cards",
    "row",
    "rule",
    "search_field",
    "section",
    "select",
    "share_bar",
    "share_over_time",
    "share_panels",
    "signing_out",
    "skeleton",
    "skip_link",
    "stack",
    "stat",
    "state_form",
    "stats",
    "strip",
    "strips",
    "tag",
    "target_bar",
    "target_bars",
    "text_area",
    "text_field",
    "theme_choice",
    "tiles",
    "turner",
    "unseen",
    "whole_link",
    "yes_no",
]
