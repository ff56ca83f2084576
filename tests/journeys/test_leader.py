"""A leader of leaders watches one of them coach a manager: the same form, in other words."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.company import Company
from tests.journeys.visits import PHONE, Visits


def test_a_chief_observes_a_leader_who_coaches_a_manager(visits: Visits, small: Company):
    carla = visits.page(small, "carla@example.com", size=PHONE)
    path = steps.open_observation(carla, coach="Vera Stone", coached="Mo Reyes", word="manager")
    steps.heading(carla, "Watch Vera Stone")
    steps.watch(carla, "131")
    steps.heading(carla, "Rate Vera Stone")
    form = carla.get_by_role("main")
    carla.locator("#dimension-2").click()
    expect(form).to_contain_text("before hearing the manager's")
    expect(form).not_to_contain_text("the rep")
    steps.rate(carla, dict.fromkeys(range(1, 9), 3), {})
    steps.write_words(carla, one_thing=steps.ONE_THING)
    steps.sign(carla, path)

    vera = visits.page(small, "vera@example.com")
    vera.goto("/")
    expect(vera.get_by_text(steps.starts("Carla Oduya observed you"))).to_be_visible()
    vera.get_by_role("link", name="Rate yourself").click()
    expect(vera.get_by_role("main")).to_contain_text("the manager's")
    steps.rate_oneself(vera, steps.OWN_LEVELS)
    steps.at_page(vera, f"{path}/talk")
    steps.heading(vera, "Carla Oduya and Vera Stone")
    steps.talk(carla, path)
    vera.goto(f"{path}/talk")
    steps.agree(
        vera, one_thing=steps.ONE_THING, promised=steps.AGREED, watch_again=steps.in_two_weeks()
    )
    steps.sign_talk(vera, path)
    steps.sign_talk(carla, path, last=True)
    vera.goto(path)
    steps.heading(vera, "Vera Stone with Mo Reyes")
    expect(vera.get_by_text("Talked over, and signed by both")).to_be_visible()

    mo = visits.page(small, "mo@example.com")
    for address in (path, f"{path}/talk"):
        mo.goto(address)
        expect(mo.get_by_text("Nothing here that you can see")).to_be_visible()
