from coach_the_coach.shell import routes


def test_the_address_of_a_person_and_of_an_observation_names_it():
    assert routes.person("ab12") == "/people/ab12"
    assert routes.observation("ab12") == "/observations/ab12"
    assert routes.observation("ab12", routes.RATE) == "/observations/ab12/rate"
