"""The components say what they should, escape what people type, and keep to the palette."""

from __future__ import annotations

import gzip
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.template import Context, engines
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

ROOT = Path(__file__).resolve().parents[2]
KIT = ROOT / "shouwang" / "kit"
BUILD = KIT / "static" / "build"
COMPONENTS = sorted((KIT / "templates" / "cotton").glob("*.html"))
LEAST_CONTRAST = 4.5


def draw(source: str, query: str = "", **context: object) -> str:
    """Render a piece of template as a page would."""
    request = RequestFactory().get(f"/somewhere/{query}")
    compiled = CottonCompiler().process(source)
    return engines["django"].from_string(compiled).render(context, request)


def words(html: str) -> str:
    """Return what is read: tags left out, blanks drawn together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class BedsForm(forms.Form):
    name = forms.CharField(label="机构名称")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
    checked = forms.BooleanField(label="已核对")
    note = forms.CharField(label="备注", required=False)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_at_its_top_what_it_takes(path):
    first = path.read_text(encoding="utf-8").split("{% endcomment %}")[0]
    assert first.startswith("{% comment %}")
    assert len(first) > 40


def _is_drawn_by_another(path: Path) -> bool:
    tag = f"<c-{path.stem.replace('_', '-')} "
    return any(tag in other.read_text(encoding="utf-8") for other in COMPONENTS if other != path)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_the_living_page_shows_every_component(path):
    shown = "".join(
        page.read_text(encoding="utf-8") for page in (KIT / "templates/kit").rglob("*.html")
    )
    assert re.search(rf"<c-{path.stem.replace('_', '-')}[ >]", shown) or _is_drawn_by_another(path)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_in_the_developers_page(path):
    page = (ROOT / "docs" / "interface.md").read_text(encoding="utf-8")
    assert f"<c-{path.stem.replace('_', '-')}" in page


def test_a_missing_figure_is_a_dash_that_is_read_as_missing_and_opens_nothing():
    html = draw('<c-figure :value="value" href="/rows/" />', value=None)
    assert "未报" in words(html)
    assert "0" not in words(html)
    assert "<a " not in html


def test_a_figure_that_is_nought_is_a_nought_and_opens_its_rows():
    html = draw('<c-figure :value="value" href="/rows/" title="发热" />', value=0)
    assert words(html) == "0"
    assert 'href="/rows/"' in html
    assert "data-drawer" in html


@pytest.mark.parametrize(
    ("tone", "said"),
    [("ok", "✓ 正常"), ("warn", "▲ 预警"), ("bad", "✕ 异常"), ("none", "○ 未报")],
)
def test_a_state_is_a_shape_and_a_word_before_it_is_a_colour(tone, said):
    assert words(draw(f'<c-status tone="{tone}" />')) == said


def test_the_report_bar_lays_its_parts_end_to_end():
    html = draw('<c-report-bar :expected="200" :zero="100" :full="50" :back="20" />')
    assert re.findall(r'<rect class="(\S+)"(?: x="([\d.]+)")? width="([\d.]+)"', html) == [
        ("b-zero", "", "50.0"),
        ("b-full", "50.0", "25.0"),
        ("b-back", "75.0", "10.0"),
    ]
    assert "应报 200：零报 100，其余已报 50，退回 20" in html


def test_the_report_bar_of_a_unit_that_owes_nothing_is_empty():
    html = draw('<c-report-bar :expected="0" :zero="0" :full="0" :back="0" />')
    assert set(re.findall(r'width="([\d.]+)"', html)) == {"0"}


def test_the_error_summary_links_to_the_fields_that_are_wrong():
    form = BedsForm({"name": ""})
    html = draw('<c-error-summary :form="form" />', form=form)
    drawn = "".join(draw('<c-field :field="field" />', field=field) for field in form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == 3
    for target in targets:
        assert f'id="{target}"' in drawn


def test_a_form_without_errors_has_no_summary():
    assert words(draw('<c-error-summary :form="form" />', form=BedsForm())) == ""


def test_a_wrong_field_is_described_by_its_error():
    field = BedsForm({"name": ""})["name"]
    html = draw('<c-field :field="field" />', field=field)
    assert 'aria-invalid="true"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
    for name in described:
        assert f'id="{name}"' in html


def test_an_optional_field_says_so_and_a_required_one_does_not():
    assert "选填" in draw('<c-field :field="field" />', field=BedsForm()["note"])
    assert "选填" not in draw('<c-field :field="field" />', field=BedsForm()["name"])


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "source",
    [
        '<c-figure value="{{ x }}" href="{{ x }}" title="{{ x }}" />',
        '<c-figure :value="x" :href="x" :title="x" />',
        '<c-big-number label="{{ x }}" :value="x" note="{{ x }}" />',
        '<c-breadcrumb :trail="trail" />',
        '<c-timeline :events="events" />',
        '<c-field name="a" label="{{ x }}" :value="x" :error="x" />',
        '<c-unit-field name="a" label="{{ x }}" :value="x" unit="{{ x }}" />',
        '<c-entry name="a" label="{{ x }}" :value="x" />',
        '<c-check-answers :rows="rows" />',
        '<c-org-tree :nodes="nodes" />',
        '<c-chart :data="chart" title="{{ x }}" />',
        '<c-button data-x="{{ x }}">{{ x }}</c-button>',
        '<c-day-picker :day="None" />',
    ],
)
def test_what_people_type_never_becomes_markup(source):
    x = HOSTILE
    html = draw(
        source,
        query="?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        x=x,
        trail=[(x, x), (x, "")],
        events=[{"at": None, "text": x, "by": x}],
        rows=[{"label": x, "value": x, "was": x, "href": x}],
        nodes=[{"label": x, "url": x, "note": x}],
        chart={"labels": [x], "unit": x, "series": [{"name": x, "data": [1]}]},
    )
    assert "<script>" not in html
    assert "alert(1)" in html


def test_page_links_keep_the_filters_and_other_links_start_at_page_one():
    source = '{% page_link "page" 3 %} {% page_link "day" "2020-02-10" %}'
    assert draw(source, query="?state=missing&page=2") == (
        "?state=missing&amp;page=3 ?state=missing&amp;day=2020-02-10"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [(1234567, "1,234,567"), (Decimal("2.40"), "2.4"), (Decimal("12000"), "12,000"), (0, "0")],
)
def test_numbers_are_written_with_thousands_and_without_empty_decimals(value, written):
    assert draw("{{ value|num }}", value=value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(3, "+3"), (-1200, "−1,200"), (0, "±0"), (None, "")]
)
def test_changes_carry_their_sign(value, written):
    assert draw("{{ value|delta }}", value=value) == written


def _styles() -> str:
    return "".join(p.read_text(encoding="utf-8") for p in (ROOT / "web" / "styles").glob("*.css"))


@pytest.mark.parametrize("newer", ["oklch(", "light-dark(", ":has(", "@container", "color-mix("])
def test_styles_use_nothing_that_the_oldest_browsers_lack(newer):
    """A block that asks first (``@supports``) is passed over by a browser that lacks it."""
    asked = re.compile(r"^@supports [^{]*{\n(?:  .*\n)*}", re.MULTILINE)
    assert newer not in asked.sub("", _styles())


def _tokens(theme: str) -> dict[str, str]:
    text = (ROOT / "web" / "styles" / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split(':root[data-theme="dark"] {')
    named = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})")
    found = dict(named.findall(light))
    return found | dict(named.findall(dark)) if theme == "dark" else found


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("ink", ["ground", "card", "card-2", "brand-soft", "warn-soft", "bad-soft", "ok-soft"]),
        ("ink-2", ["ground", "card", "card-2", "brand-soft", "track"]),
        ("brand", ["ground", "card", "card-2", "brand-soft"]),
        ("ok", ["ground", "card", "card-2", "ok-soft"]),
        ("warn", ["ground", "card", "card-2", "warn-soft"]),
        ("bad", ["ground", "card", "card-2", "bad-soft"]),
        ("none", ["ground", "card", "card-2"]),
        ("brand-ink", ["brand"]),
        ("badge-ink", ["badge"]),
        ("rail-ink", ["rail", "rail-on"]),
        ("rail-ink-2", ["rail"]),
    ],
)
def test_text_keeps_its_contrast_on_every_ground_it_stands_on(theme, ink, grounds):
    tokens = _tokens(theme)
    weak = {
        ground: round(ratio, 2)
        for ground in grounds
        if (ratio := _contrast(tokens[ink], tokens[ground])) < LEAST_CONTRAST
    }
    assert weak == {}


def test_the_phone_frame_weighs_little_on_a_village_line():
    """A quarter of the first load's budget (ux.md: 100 KB), every phone page's styles in it."""
    assert BUILD.is_dir(), "run `npm run build` first (make test does)"
    parts = ["phone.css", "phone.js", "boot.js"]
    weight = sum(len(gzip.compress((BUILD / part).read_bytes())) for part in parts)
    assert weight < 28_000


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/phone/", "/styleguide/rows/"])
def test_the_living_page_is_for_those_who_are_signed_in(client, db, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_fragment_sends_someone_signed_out_to_the_sign_in_page_as_a_whole_page(client, db):
    response = client.get("/styleguide/rows/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith("/sign-in/")
    assert response.content == b""


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_speak_chinese_name_whom_to_ask_and_show_a_way_back(name):
    html = engines["django"].get_template(f"{name}.html").template.render(Context())
    assert "系统管理员" in html
    assert 'href="/"' in html
    assert re.search(r"[a-z]{4,}", words(re.sub(r"(?s)<head>.*?</head>", "", html))) is None


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_are_marked_as_written_in_the_language_they_speak(name):
    page = engines["django"].get_template(f"{name}.html").template
    for code, told in (("zh-hans", "zh-Hans"), ("en", "en")):
        with override(code):
            assert f'<html lang="{told}">' in page.render(Context())
