"""An address is a setting, and a setting an address."""

import re

import pytest

from tests.browser.playgrounds.play import PARABOLA, QUIET_MS, VALLEY, Play, check_parabola


@pytest.mark.parametrize(
    "fragment",
    [
        "#play-parabola?eta=1.234&x=0.75&k=17&axis=log",
        "#play-valley?method=momentum&eta_a=5.75e-7&eta_b=0.15&beta=0.14&a=200&b=100000&k=40&axis=log",
        "#play-valley?method=centred&eta_a=1e-6&eta_q=0.5&a=250&b=250000&k=10&axis=linear",
        "#play-valley?method=normalised&eta_p=1.8&eta_q=0.5&a=250&b=250000&k=10&axis=linear",
    ],
)
def test_an_address_is_a_setting_and_a_setting_an_address(open_page, fragment):
    play = Play(open_page(fragment), fragment.split("?")[0])
    steps = int(re.search(r"k=(\d+)", fragment)[1])
    assert play.k == steps
    play.page.wait_for_timeout(QUIET_MS // 2)
    assert abs(play.page.locator(play.section).bounding_box()["y"]) < 200
    play.button("Step").click()
    play.button("Back").click()
    play.wait_for_address(fragment)


def test_an_address_that_is_pasted_into_the_open_page(curve, valley):
    fragment, old = "#play-parabola?eta=1&x=-1.5&k=5&axis=linear", "#play-valley?k=1"
    valley.button("Step").click()  # its address is still to be written, or is just when the other comes
    curve.page.evaluate(
        "([own, old]) => { location.hash = own; history.replaceState(null, '', old); }", [fragment, old]
    )
    curve.wait_for_step(5)
    curve.page.wait_for_timeout(QUIET_MS // 2)
    assert curve.page.evaluate("location.hash") == fragment
    check_parabola(curve, 1.0, -1.5, 5)
    assert curve.kind == "cycling"


def test_nonsense_in_an_address_is_left_out(open_page):
    curve = Play(open_page("#play-parabola?eta=99&x=%3Cscript%3E&k=-4&axis=sideways"), PARABOLA)
    check_parabola(curve, 0.8, -1.0, 0)
    valley = Play(open_page("#play-valley?method=constructor&eta_a=0&beta=2&k=1e9"), VALLEY)
    assert valley.kind == "converging"
    assert Play(open_page("#play-parabola?%E0%A4%A"), PARABOLA).kind == "converging"


def test_an_address_that_names_no_setting_is_left_alone(open_page):
    page = Play(open_page("#why"), PARABOLA).page
    page.wait_for_timeout(QUIET_MS // 2)
    assert page.evaluate("location.hash") == "#why"


def test_the_link_can_be_copied(curve):
    curve.page.wait_for_timeout(QUIET_MS // 2)
    curve.button("Copy a link to this setting").click()
    curve.said("link")
    told = curve.root.get_by_text(re.compile("The link was copied|The address bar now holds the link"))
    assert told.is_visible()
    field = curve.button("Copy a link to this setting").bounding_box()
    assert abs(told.bounding_box()["y"] - field["y"]) < field["height"]
    curve.wait_for_address("#play-parabola?eta=0.8&x=-1&k=3&axis=linear")
    curve.button("Step").click()
    curve.field("Learning rate η").fill("0.7")
    assert told.count() == 0  # it told of another setting
