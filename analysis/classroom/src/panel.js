// The panel of the four causes: a switch, a few sliders, the equation and the argument of each; and
// the events, each of which can be taken away.
import { make } from "./dom.js";
import { CAUSE_COLOURS } from "./charts.js";
import { CAUSES, dateOf, dayOf } from "./history.js";
import { givenValue, rounded, shownValue } from "./scenario.js";

// The sliders of a cause, and how far each goes.
const SLIDERS = {
  inertia: [["pull", 2], ["half_life", 40], ["drag", 5]],
  imitation: [["superior", 2], ["peers", 2], ["conformity", 4]],
  mandate: [["compliance", 5], ["decay", 1], ["crowding", 1], ["issue_rate", 0.5]],
  leadership: [["preference", 2], ["tenure", 12], ["honeymoon", 12], ["outsider", 1]],
};

const EQUATIONS = {
  inertia: ["h(i,k) = W·D·B · ", "pull", " · Σ amount · 2^(−t/", "half_life", ")  ;  D = exp(−",
    "drag", " · (1 − exp(−age/settling)))"],
  imitation: ["h(i,k) = W·D·B · (", "superior", " · [m(above) = k] + ", "peers", " · s(i,k)^",
    "conformity", ")"],
  mandate: ["h(i,k) = D^resistance · ", "compliance", " · Σ strength · ", "decay",
    "^(d−1) · share(i,k)  ;  B = 1 − ", "crowding"],
  leadership: ["h(i,k) = W·D·B · (1 − law) · ", "preference", " · exp(−u/", "honeymoon",
    ") · [favourite = k]"],
};

const STEPS = 200;

// Rates need room near nothing: the slider goes with the square.
const isRate = (parameter) => parameter.unit === "1/year";
const toPlace = (parameter, most, value) => {
  const share = Math.min(1, Math.max(0, (value === Infinity ? most : value) / most));
  return Math.round(STEPS * (isRate(parameter) ? Math.sqrt(share) : share));
};
const fromPlace = (parameter, most, place) => {
  const share = place / STEPS;
  const value = rounded(most * (isRate(parameter) ? share ** 2 : share));
  if (value === 0 && ["half_life", "tenure", "conformity", "honeymoon"].includes(keyOf(parameter)))
    return 0.1;
  const hasNoEnd = ["half_life", "honeymoon"].includes(keyOf(parameter));
  return hasNoEnd && place === STEPS ? "inf" : value;
};
const keyOf = (parameter) => parameter.name.split(".")[1];

function equation(cause) {
  const parts = EQUATIONS[cause].map((part, i) => i % 2 === 1 ? make("em", {}, part) : part);
  return make("p", { class: "equation", lang: "en" }, parts);
}

const spelled = (value) => (value === Infinity || value === "inf" ? "∞" : String(rounded(value)));

function slider(view, parameter, most) {
  const { document, state, words, onSet } = view;
  const value = shownValue(document, state, parameter);
  const top = Math.max(most, Number.isFinite(value) ? value : 0);
  const unit = parameter.unit === "1/year" ? words.say("perYear")
    : parameter.unit === "years" ? ` ${words.say("years")}` : "";
  const shown = make("output", {}, spelled(value) + unit);
  const meaning = words.lang === "zh" ? parameter.meaning_zh : parameter.meaning;
  const given = givenValue(document, parameter);
  const input = make("input", { type: "range", min: 0, max: STEPS, step: 1,
    "aria-label": `${parameter.name}: ${meaning}`, "data-parameter": parameter.name,
    value: toPlace(parameter, top, value) });
  input.addEventListener("input", () => {
    const place = Number(input.value);
    const next = place === toPlace(parameter, top, given) ? given : fromPlace(parameter, top, place);
    shown.textContent = spelled(next) + unit;
    row.classList.toggle("changed", next !== given);
    onSet(parameter, next === Infinity ? "inf" : next);
  });
  const changed = value !== given;
  const row = make("label", { class: changed ? "slider changed" : "slider", title: meaning },
    make("span", { class: "key" }, keyOf(parameter)), input, shown,
    make("span", { class: "meaning" }, meaning));
  return row;
}

export function causePanel(view, cause, isOpen, onToggle) {
  const { document, state, words, parameters, onCause } = view;
  const isOn = document[cause]?.on !== false && !state.off.includes(cause);
  const toggle = make("input", { type: "checkbox", role: "switch", checked: isOn,
    "data-cause": cause, "aria-label": `${words.say(cause + "Full")}` });
  toggle.addEventListener("change", () => onCause(cause, toggle.checked));
  const sliders = SLIDERS[cause].map(([key, most]) => slider(view,
    parameters.find((p) => p.name === `${cause}.${key}`), most));
  const body = make("details", { open: isOpen },
    make("summary", {}, make("span", { class: "title" }, words.say(cause + "Full"))),
    make("div", { class: "sliders" }, sliders), equation(cause),
    make("p", { class: "argument" }, words.say(cause + "Text")));
  body.addEventListener("toggle", () => onToggle(cause, body.open));
  return make("section", { class: isOn ? "cause" : "cause is-off",
    style: `--colour: ${CAUSE_COLOURS[CAUSES.indexOf(cause)]}` },
    make("label", { class: "switch" }, toggle, make("span", {}, words.say(isOn ? "on" : "off"))), body);
}

// The events of a resolved scenario, in the order of their dates.
export function eventsOf(document) {
  return (document.event ?? [])
    .map((event) => ({ ...event, day: dayOf(event.date) }))
    .sort((a, b) => a.day - b.day);
}

export function eventList(view) {
  const { state, words, events, onEvent, onDay } = view;
  return make("ul", { class: "events" }, events.map((event) => {
    const box = make("input", { type: "checkbox", checked: !state.off.includes(event.id),
      "data-event": event.id });
    box.addEventListener("change", () => onEvent(event.id, box.checked));
    const date = make("button", { class: "link", type: "button",
      onclick: () => onDay(event.day) }, words.date(dateOf(event.day)));
    return make("li", {}, date, make("label", { title: event.source ?? "" }, box,
      make("span", {}, words.titled(event, event.id))));
  }));
}
