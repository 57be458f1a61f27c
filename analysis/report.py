#!/usr/bin/env python3
"""A run as one self-contained HTML page, in English and Chinese.

    report.py OUT.h5 [-o report.html] [--lang en|zh|both] [--point 0] [--variant base]
              [--why WHY.h5] [--regions CODE,CODE]
"""
import argparse
import json
import os
import re
import sys
from html import escape
from pathlib import Path

import numpy as np

import bands
import bars
import captions
import cells
import effects
import layout
import look
import maps
import report_why
import shares
import timeline
import tizhi
from canvas import LANGUAGES

HERE = Path(__file__).resolve().parent
MOST_EVENTS_SHOWN = 12  # a longer table opens on a click
TEXTS = json.loads((HERE / "report_texts.json").read_text(encoding="utf-8"))


class Page:
    """The parts of the page, made in the order in which they are read."""

    def __init__(self, ds, languages=LANGUAGES, point=0, variant="base", steps=None, why=None,
                 regions=None):
        """why: the Dataset of a decomposition of the same scenario; regions: whose stories to
        tell."""
        self.ds, self.languages, self.steps = ds, languages, steps
        self.why, self.regions = why, regions
        self.point, self.variant = point, variant
        self.told = captions.scenario(ds)
        self.title = captions.title(ds)

    def both(self, words, tag="span"):
        """A pair of texts as elements that the language switch shows and hides."""
        english, chinese = (escape(word) for word in words)
        if english == chinese:
            return f"<{tag}>{english}</{tag}>"
        texts = {"en": english, "zh": chinese}
        return "".join(f'<{tag} class="{x}" lang="{x}">{texts[x]}</{tag}>' for x in self.languages)

    def say(self, key, tag="span"):
        """A fixed text of the page, from report_texts.json."""
        return self.both(TEXTS[key], tag)

    def section(self, key, *parts):
        """A section with its heading and the sentence that says how to read it."""
        lead = self.say(key + ".lead", "p") if key + ".lead" in TEXTS else ""
        return (f'<section id="{key}"><h2>{self.say(key)}</h2>'
                f'<div class="lead">{lead}</div>{"".join(parts)}</section>')

    def figure(self, drawn):
        """A drawing as part of the page."""
        return f"<figure>{drawn.svg(self.languages)}</figure>"

    # ---- the parts ------------------------------------------------------------------------

    def header(self):
        """Title, question, description, what was run, and the language switch."""
        switch = ('<button id="switch" type="button"><span class="en" lang="zh">中文</span>'
                  '<span class="zh" lang="en">English</span></button>')
        lines = [f"<h1>{self.both(self.title)}</h1>"]
        for key in ("question", "description"):
            words = captions.pair(self.told, key)
            if words[0]:
                lines.append(f'<div class="{key}">{self.both(words, "p")}</div>')
        return (f'<header>{switch if len(self.languages) > 1 else ""}{"".join(lines)}'
                f"<dl>{self.facts()}</dl></header>")

    def facts(self):
        """The size of the run, as terms and values."""
        sizes, days = self.ds.sizes, tizhi.dates(self.ds)
        pairs = [("regions", f"{sizes['region']:,}"), ("models", f"{sizes['model']}"),
                 ("period", " – ".join(layout.date_text(self.ds, d) for d in days[[0, -1]])),
                 ("steps", f"{sizes['time'] - 1:,}"), ("replicates", f"{sizes['replicate']:,}"),
                 ("seed", self.ds.attrs.get("seed", "?"))]
        if self.variant != "base":
            pairs.append(("variant", str(self.variant)))
        return "".join(f"<div><dt>{self.say('fact.' + key)}</dt><dd>{escape(str(value))}</dd></div>"
                       for key, value in pairs)

    def glance(self):
        """The most common form per level at a few dates, as a table."""
        models, colours = captions.model_names(self.ds), captions.model_colours(self.ds)
        rows, dates = [], []
        for _, name, count in layout.levels(self.ds):
            share = tizhi.share(self.ds, name, self.point, self.variant).mean("replicate")
            time = share["time"].values
            steps = np.searchsorted(time, tizhi.dates(self.ds)[maps.key_steps(self.ds, 6)])
            values = share.values[np.minimum(steps, len(time) - 1)].astype(float)
            values = np.column_stack([values, 1 - values.sum(axis=1)])
            shown = time[np.minimum(steps, len(time) - 1)]
            dates = [layout.date_text(self.ds, day) for day in shown]
            cells = "".join(self.cell(models[k], colours[k], v[k])
                            for v in values for k in [int(v.argmax())])
            rows.append(f'<tr><th scope="row">{self.both(look.both(name))}</th>{cells}</tr>')
        head = "".join(f"<th>{day}</th>" for day in dates)
        return self.section("glance", f'<table class="glance"><tr><td></td>{head}</tr>'
                                      f'{"".join(rows)}</table>')

    def cell(self, words, colour, share):
        """A form and the share of regions that have it."""
        return (f'<td style="background:{colour};color:{look.ink_on(colour)}">{self.both(words)}'
                f"<b>{share:.0%}</b></td>")

    def shares(self):
        """The stacked shares, and the table of the events that are marked in them."""
        drawn = shares.shares(self.ds, self.point, self.variant)
        strips = self.say("windows", "p") if captions.windows(self.ds, 0) else ""
        return self.section("shares", f'<div class="lead">{strips}</div>', self.figure(drawn),
                            self.events())

    def events(self):
        """The events with their sources."""
        rows = "".join(self.event(event) for event in captions.events(self.ds))
        if not rows:
            return ""
        head = "".join(f"<th>{self.say('event.' + key)}</th>"
                       for key in ("number", "date", "kind", "what", "source"))
        is_open = " open" if len(captions.events(self.ds)) <= MOST_EVENTS_SHOWN else ""
        return (f'<details{is_open}><summary>{self.say("events")}</summary>'
                f'<table class="events"><tr>{head}</tr>{rows}</table></details>')

    def event(self, event):
        """A row of the table of events."""
        known = event.title[0] == event.name.replace("_", " ")
        small = "" if known else f"<small>{escape(event.name)}</small>"
        colour = look.KIND_COLOURS.get(event.kind, look.INK)
        return (f'<tr><td><b class="mark" style="background:{colour}">{event.number}</b></td>'
                f"<td>{str(event.date)[:10]}</td><td>{self.both(look.both(event.kind))}</td>"
                f'<td>{self.both(event.title)}{small}</td>'
                f'<td class="source">{linked(event.source)}</td></tr>')

    def bands(self):
        """Median and bands over replicates."""
        return self.section("bands", self.figure(bands.share_bands(
            self.ds, self.point, self.variant)))

    def map(self):
        """The moving map and the small ones; nothing where no region has a place."""
        if not len(maps.placed(self.ds)) or "formation_offset" not in self.ds.variables:
            return ""
        data = maps.history(self.ds, self.point, self.variant)
        data["names"] = captions.model_names(self.ds)
        data["colours"] = captions.model_colours(self.ds)
        data["choices"], data["heading"] = TEXTS["map.choices"], TEXTS["map.heading"]
        words = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        play = (f'<div class="controls"><button id="play" type="button">▶</button>'
                f'<input id="when" type="range" min="0" max="{len(data["dates"]) - 1}" '
                f'value="{len(data["dates"]) - 1}" aria-label="date / 时间"><output id="date">'
                f'</output><label>{self.say("map.show")} <select id="which">'
                f"</select></label></div>")
        small = maps.small_multiples(self.ds, self.point, self.variant, self.steps)
        return self.section("map", play, '<div class="atlas"><div id="tiles"></div>'
                            '<div id="legend"></div></div>', self.figure(small),
                            f'<script type="application/json" id="atlas-data">{words}</script>')

    def causes(self):
        """Formations by cause."""
        if "formation_offset" not in self.ds.variables:
            return f'<section>{self.say("no formations", "p")}</section>'
        return self.section("causes", self.figure(bars.causes(
            self.ds, self.point, self.variant)))

    def measures(self):
        """Diversity and alignment."""
        return self.section("measures", self.figure(bands.measures(
            self.ds, self.point, self.variant)))

    def variants(self):
        """What the counterfactual variants end with, beside the base."""
        if self.ds.sizes["variant"] < 2:
            return ""
        return self.section("variants", self.figure(bars.variants(self.ds, self.point)))

    def outcomes(self):
        """The scenario's outcomes, and what each counterfactual changes."""
        if not any(name.startswith("outcome_") for name in self.ds.data_vars):
            return ""
        means, gaps = effects.means(self.ds, self.point), effects.differences(self.ds, self.point)
        variants = list(self.ds["variant"].values)
        head = "".join(f"<th>{self.both(captions.variant_title(self.ds, v))}</th>"
                       for v in variants)
        titles = captions.outcome_titles(self.ds)
        percent = captions.outcomes_in_percent(self.ds)
        rows = ""
        for name, found in means.iterrows():
            words = self.both(titles.get(name, (name, name)))
            numbers = [told(found[v], gaps.loc[(name, v)] if n else None, found.abs().max(),
                            name in percent) for n, v in enumerate(variants)]
            rows += f"<tr><td>{words}</td>{''.join(f'<td>{n}</td>' for n in numbers)}</tr>"
        return self.section("outcomes", f'<table class="outcomes"><tr><td></td>{head}</tr>{rows}'
                            "</table>")

    def scenario(self):
        """Where the run comes from: versions, hash, and the scenario's text."""
        keys = ("program_version", "git", "format_version", "scenario_hash", "seed", "shard")
        rows = "".join(f"<tr><th>{key}</th><td><code>{escape(str(self.ds.attrs[key]))}</code></td>"
                       "</tr>" for key in keys if key in self.ds.attrs)
        return self.section("scenario", f"<table>{rows}</table>", "<details><summary>"
                            f"{self.say('scenario.text')}</summary>"
                            f"<pre>{escape(self.ds.attrs.get('scenario', ''))}</pre></details>")

    def parts(self):
        """What makes the parts of the page, in the order in which they are read."""
        if effects.is_decomposition(self.ds):
            return [self.header, lambda: report_why.decomposition(self, self.ds), self.glance,
                    self.shares, self.bands, self.measures, lambda: self.section("claims"),
                    self.scenario]
        results = [self.outcomes, lambda: report_why.differences(self)]
        stories = [lambda: report_why.timelines(self, self.regions)]
        first = bool(captions.outcome_titles(self.ds))  # then they answer the question above,
        named = bool(timeline.named(self.ds))  # and regions that they name are what it is about
        return [self.header, *(results if first else []), *(stories if named else []),
                lambda: report_why.decomposition(self, self.why), self.glance, self.shares,
                *([] if named else stories), self.bands, self.map, self.causes,
                self.measures, self.variants, lambda: report_why.what_if(self),
                *([] if first else results), lambda: self.section("claims"), self.scenario]

    def html(self):
        """The whole page."""
        body = "".join(part() for part in self.parts())
        style, script = ((HERE / name).read_text(encoding="utf-8")
                         for name in ("report.css", "report.js"))
        first = self.languages[0]
        title = escape(" / ".join(dict.fromkeys(self.title)))
        spoken = " ".join(self.languages)
        return (f'<!DOCTYPE html>\n<html lang="{first}" data-languages="{spoken}">'
                f'<head><meta charset="utf-8"><title>{title}</title>'
                '<meta name="viewport" content="width=device-width">'
                f"<style>{style}</style></head>\n"
                f"<body>{body}<script>{script}</script></body></html>\n")


def linked(source):
    """A source with its addresses as links (followed only when clicked)."""
    parts = re.split(r"(https?://[^\s<>;,()\[\]]+)", source)
    return "".join(f'<a href="{part}" rel="noreferrer">{part}</a>' if n % 2 else part
                   for n, part in enumerate(map(escape, parts)))


def told(mean, gap, reach, in_percent=False):
    """An outcome's mean and, of a counterfactual, its difference with the standard error.

    Shares are told in percent, and their differences in percentage points; other numbers with as
    many decimals as the largest of their row, `reach`, needs.
    """
    factor, places = (100, 1) if in_percent else (1, cells.decimals(reach))
    text = "–" if np.isnan(mean) else f"{factor * mean:.{places}f}{'%' * in_percent}"
    if gap is None or not gap["pairs"]:
        return text
    if gap["difference"] == 0 and gap["error"] == 0:
        return f"{text}<small>0</small>"
    parts = [cells.told(factor * gap["difference"], places)]
    if not np.isnan(gap["error"]):
        parts.append(cells.told(factor * gap["error"], places, ""))
    return f"{text}<small>{' ± '.join(parts)}</small>"


def write(path, text):
    """Writes the page under its name only when it is complete."""
    half = f"{path}.part"
    with open(half, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(half, path)


def decomposition_of(ds, path):
    """The decomposition at `path`. Raises ValueError where it is none, or of other models."""
    why = tizhi.open_dataset(path)
    if not effects.is_decomposition(why):
        raise ValueError(f"{path} is no decomposition: `tizhi decompose` writes one")
    if list(why["model"].values) != list(ds["model"].values):
        raise ValueError(f"{path} has other models: decompose the scenario of the run")
    return why


def main(arguments=None):
    """Reads a file and writes its page; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="what `tizhi run` wrote")
    parser.add_argument("-o", "--output", default="report.html")
    parser.add_argument("--lang", choices=(*LANGUAGES, "both"), default="both")
    parser.add_argument("--point", type=int, default=0, help="of a sweep")
    parser.add_argument("--variant", default="base", help="a counterfactual, or base")
    parser.add_argument("--dates", help="of the small maps: 1990-01,1998-01,...")
    parser.add_argument("--why", help="what `tizhi decompose` wrote of the same scenario")
    parser.add_argument("--regions", help="whose stories to tell: codes or names, with commas")
    asked = parser.parse_args(arguments)
    languages = LANGUAGES if asked.lang == "both" else (asked.lang,)
    try:
        ds = tizhi.open_dataset(asked.file)
        steps = [tizhi.step_at(ds, d) for d in asked.dates.split(",")] if asked.dates else None
        why = decomposition_of(ds, asked.why) if asked.why else None
        regions = asked.regions.split(",") if asked.regions else None
        page = Page(ds, languages, asked.point, asked.variant, steps, why, regions)
        write(asked.output, page.html())
    except (OSError, ValueError) as error:
        print(f"report.py: {error}", file=sys.stderr)
        return 2
    print(asked.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
