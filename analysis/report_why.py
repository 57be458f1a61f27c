"""The page's sections about why: contributions of the causes, counterfactuals, single regions."""
import captions
import contributions
import effects
import gaps
import timeline

MOST = 6  # counterfactuals whose shares are drawn


def decomposition(page, ds):
    """What each cause contributes to the outcomes, and to the shares over time; ds: a file of
    `tizhi decompose`, None where there is none."""
    if ds is None:
        return ""
    parts = []
    if "shapley" in ds.variables:
        parts.append(page.section("decomposition", page.figure(contributions.decomposition(ds))))
    return "".join([*parts, page.section("contributions",
                                         page.figure(contributions.contributions(ds)))])


def differences(page):
    """What each counterfactual changes in the outcomes, with intervals."""
    if page.ds.sizes["variant"] < 2 or not effects.outcome_ids(page.ds):
        return ""
    return page.section("differences", page.figure(gaps.differences(page.ds, page.point)))


def what_if(page):
    """Shares over time with and without, a figure per counterfactual to unfold."""
    names = list(page.ds["variant"].values[1:])[:MOST]
    if not names:
        return ""
    figures = "".join(
        f'<details{" open" if n == 0 else ""}><summary>'
        f"{page.both(captions.variant_title(page.ds, name))}</summary>"
        f"{page.figure(gaps.what_if(page.ds, page.point, name))}</details>"
        for n, name in enumerate(names))
    return page.section("what-if", figures)


def timelines(page, regions=None):
    """The stories of a few regions; regions: codes or names, None: those of the outcomes."""
    if "formation_offset" not in page.ds.variables:
        return ""
    places = timeline.told_of(page.ds) if regions is None else \
        [timeline.region_at(page.ds, name) for name in regions]
    figures = "".join(
        f"<h3>{page.both(captions.region_names(page.ds, [place])[0])}</h3>"
        + page.figure(timeline.timeline(page.ds, page.point, page.variant,
                                        page.ds["region"].values[place], title=False))
        for place in places)
    return page.section("timeline", figures) if figures else ""
