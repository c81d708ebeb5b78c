# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..core.code_list import levels
from ..core.code_scheme import Scheme, Segment, likeness

DIVISIONS = Scheme(
    (
        Segment("", "digits", 2, 2),
        Segment(" ", "digits", 2, 2),
        Segment(" ", "digits", 2, 2),
        Segment(".", "digits", 2, 2, required=False),
    ),
    filled=True,
)
OWN = Scheme(
    (
        Segment("", "digits", 2, 2),
        Segment("-", "digits", 3, 3, required=False),
        Segment(".", "any", 1, 2, required=False),
    )
)


@tagged("post_install", "-at_install")
class TestCodeSchemeCore(BaseCase):
    def test_segments_of_a_code(self):
        for scheme, code, values in (
            (DIVISIONS, "03 30 00", ("03", "30", "00")),
            (DIVISIONS, "03 30 00.10", ("03", "30", "00", "10")),
            (DIVISIONS, "033000", ()),
            (DIVISIONS, "3 30 00", ()),
            (DIVISIONS, "03 30 00 ", ()),
            (DIVISIONS, "٠٣ ٣٠ ٠٠", ()),
            (OWN, "01-100.2", ("01", "100", "2")),
            (OWN, "01", ("01",)),
            (OWN, "01-100", ("01", "100")),
            (OWN, "01.2", ()),
            (OWN, "", ()),
        ):
            with self.subTest(code):
                self.assertEqual(scheme.split(code), values)

    def test_what_stands_above(self):
        for scheme, code, above in (
            (DIVISIONS, "03 30 53", ["03 30 00", "03 00 00"]),
            (DIVISIONS, "03 30 00", ["03 00 00"]),
            (DIVISIONS, "03 00 00", []),
            (DIVISIONS, "03 30 53.10", ["03 30 53.00", "03 30 53", "03 30 00.00", "03 30 00"]),
            (OWN, "01-100.2", ["01-100", "01"]),
            (OWN, "01", []),
        ):
            with self.subTest(code):
                self.assertEqual(scheme.above(code)[: len(above) or None], above)

    def test_sample(self):
        self.assertEqual((DIVISIONS.sample, OWN.sample), ("00 00 00.00", "00-000.XX"))

    # the first draws of a process are slow, whatever they draw
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from([DIVISIONS, OWN]).flatmap(lambda s: st.tuples(st.just(s), codes(s))))
    def test_every_code_fits_and_hangs_below_shorter_or_rounder_ones(self, pair):
        scheme, code = pair
        self.assertEqual(scheme.join(scheme.split(code)), code)
        above = scheme.above(code)
        self.assertNotIn(code, above)
        self.assertEqual(len(above), len(set(above)))
        for upper in above:
            self.assertTrue(scheme.split(upper))
            # nothing stands above itself, by whatever way
            self.assertNotIn(code, scheme.above(upper))

    def test_likeness(self):
        for one, other, alike in (
            ("0310", "310", True),
            ("03 10", "0310", True),
            ("a1", "A 01", True),
            ("03-100", "3-100", True),
            ("03-100", "03-10", False),
            ("03100", "03-100", False),
            ("000", "0", True),
        ):
            with self.subTest((one, other)):
                self.assertEqual(likeness(one) == likeness(other), alike)

    @given(st.text(st.characters(max_codepoint=0x24F), max_size=12))
    def test_likeness_is_like_itself(self, code):
        self.assertEqual(likeness(likeness(code)), likeness(code))

    def test_levels(self):
        self.assertEqual(
            levels({"a": "", "b": "a", "c": "b", "d": "known"}), ([["a", "d"], ["b"], ["c"]], [])
        )
        self.assertEqual(levels({"a": "b", "b": "a", "c": ""}), ([["c"]], ["a", "b"]))


@st.composite
def codes(draw, scheme):
    """Codes that fit a scheme."""
    least = sum(segment.required for segment in scheme.segments)
    depth = draw(st.integers(least, len(scheme.segments)))
    alphabet = {"digits": "0123456789", "any": "09AZaz"}
    return scheme.join(
        tuple(
            draw(st.text(alphabet[part.kind], min_size=part.shortest, max_size=part.longest))
            for part in scheme.segments[:depth]
        )
    )
