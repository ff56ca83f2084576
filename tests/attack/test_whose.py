"""The proof that the attacks would find something: whose things they are gets them that way."""

from tests.attack.planted import MARK
from tests.attack.siege import Siege, every_call, marked
from tests.attack.wire import HYDRATE, Call, socket


def test_the_same_calls_of_whose_things_they_are_bring_them(siege: Siege):
    # Loading alone: she may discard what is hers, and the attacks after it would find nothing.
    loads = [one for one in every_call(siege.planted) if one.name.endswith(".load")]
    with socket(siege.port, siege.planted.lenas) as page:
        page.call([Call(HYDRATE), *loads])
        heard = marked(page.heard)

    words = ("developmentstrengths", "certificationquote", "certificationnote", "moment", "raename")
    words += ("saidofrae", "ownofmo", "offered")
    assert {f"{MARK}{word}" for word in words} <= set(heard)
