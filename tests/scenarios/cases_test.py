"""The rules for case scenarios find what breaks them."""

import copy
import tomllib
import unittest

from cases import CENTRE, blocks, private_rates, scripted, undefended
from history import SCENARIOS

DRINKING_AGE = tomllib.loads((SCENARIOS / "drinking-age.toml").read_text(encoding="utf-8"))
CHINA = tomllib.loads((SCENARIOS / "china.toml").read_text(encoding="utf-8"))
JILIN = "220000"


def china_with(event=(), **sections):
    changed = copy.deepcopy(CHINA)
    changed["event"] += [{"id": "new", **event}] if event else []
    for name, keys in sections.items():
        changed.setdefault(name, {}).update(keys)
    return changed


class Cases(unittest.TestCase):
    def test_china_itself_keeps_the_rules(self):
        self.assertEqual(list(scripted(CHINA)), [])
        self.assertEqual(list(private_rates(CHINA)), [])

    def test_another_country_has_a_top_and_levels_of_its_own(self):
        self.assertEqual(list(scripted(DRINKING_AGE, top="US")), [])
        self.assertEqual(list(private_rates(DRINKING_AGE, ["federation", "state"])), [])
        self.assertTrue(list(scripted(DRINKING_AGE)))
        self.assertEqual(list(private_rates(DRINKING_AGE)), ["regions.levels"])

    def test_a_set_below_the_centre_is_found_even_where_events_may_name_regions(self):
        for where in ({"region": JILIN}, {"scope": [CENTRE, JILIN]}, {}):
            event = {"kind": "set", "model": "attached", **where}
            self.assertTrue(list(scripted(china_with(event), {"new"})), where)

    def test_law_may_change_for_all_alike_and_for_no_region_alone(self):
        law = {"kind": "legal", "value": 0.5}
        self.assertEqual(list(scripted(china_with(law))), [])
        self.assertTrue(list(scripted(china_with({**law, "scope": JILIN}), {"new"})))

    def test_an_order_that_names_a_region_is_found_unless_it_may(self):
        order = {"kind": "mandate", "issuer": JILIN, "strength": 1}
        self.assertEqual(list(scripted(china_with(order))), [f"new: names ['{JILIN}']"])
        self.assertEqual(list(scripted(china_with(order), {"new"})), [])

    def test_fixed_regions_and_initial_states_of_regions_are_found(self):
        fixed = china_with(regions={"fixed": [CENTRE, JILIN]})
        self.assertEqual(list(scripted(fixed)), ["regions.fixed"])
        begun = china_with(initial={"region": {JILIN: "attached"}})
        self.assertEqual(list(scripted(begun)), ["initial.region"])

    def test_private_rates_are_found(self):
        rate = china_with(imitation={"peers": {"province": 0.1, "Jilin": 2}})
        self.assertEqual(list(private_rates(rate)), ["imitation.peers"])
        level = china_with(regions={"levels": ["centre", "Jilin", "province", "prefecture"]})
        self.assertIn("regions.levels", private_rates(level))

    def test_what_bears_no_mark_is_found(self):
        told = '[imitation]\n# [assumed]\npeers = 1\n\n# [seen]\n[[event]]\nid = "a"\n'
        self.assertEqual(list(undefended(told)), [])
        self.assertEqual(list(undefended(told + '\n[mandate]\ndecay = 0\n')), ["mandate"])
        self.assertEqual(list(undefended('# [seen]\n\n[[event]]\nid = "a"\n')), ["event"])
        self.assertEqual(list(undefended('[time]\nstep = 1\n# [seen]\n[output]\n')), ["time"])

    def test_a_comment_belongs_to_what_follows_it(self):
        found = dict(blocks('[a]\nx = 1\n\n# of b\n[b]\ny = 2\n'))
        self.assertEqual(found["b"], "# of b\ny = 2")


if __name__ == "__main__":
    unittest.main()
