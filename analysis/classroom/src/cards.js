// The lesson's card: its question, its "what if"s, and the answer that is computed on the spot.
import { make } from "./dom.js";
import { outcomeTitle, spelledOutcome, toldAnswer } from "./lessons.js";
import { isChanged } from "./scenario.js";

function chips(app) {
  const { words } = app, chosen = app.chosen(), changed = isChanged(app.state);
  const all = app.scene.document?.counterfactual ?? [];
  const chip = (one) => make("button", { type: "button", "data-what-if": one.id,
    "aria-pressed": String(chosen?.id === one.id), onclick: () => app.counterfactual(one) },
    words.titled(one, one.id));
  return make("div", { class: "chips" },
    all.length > 0 ? make("span", {}, words.say("whatIfOf")) : null, all.map(chip),
    app.scene.study.outcomes.length === 0 || app.asksAnswer ? null
      : make("button", { type: "button", class: "primary", id: "answer",
        onclick: () => app.answer() }, words.say("answer")),
    changed ? make("button", { type: "button", id: "reset", onclick: () => app.counterfactual(null) },
      `↺ ${words.say("reset")}`) : null);
}

export function lessonCard(app) {
  const { words, scene } = app, { document, study } = scene;
  const told = (key) => document &&
    ((words.lang === "zh" ? document[`${key}_zh`] : document[key]) || document[key]);
  const question = told("question"), about = told("description");
  return [
    make("h2", {}, words.titled(study) || app.state.lesson || scene.output?.name),
    about ? make("p", { class: "about-it" }, about) : null,
    question ? make("p", { class: "question" }, make("b", {}, words.say("question")), question) : null,
    scene.isOutput ? null : chips(app),
  ].filter(Boolean);
}

function row(app, outcome, result, isPair) {
  const { words } = app, cell = (value, error) => make("td", { class: "number" },
    spelledOutcome(words, outcome, value),
    error > 0 ? make("small", {}, ` ± ${spelledOutcome(words, outcome, error)}`) : null);
  const [was, would] = result.means, difference = result.differences[1];
  const sign = isPair && difference.mean > 0 ? "+" : isPair && difference.mean < 0 ? "−" : "";
  return make("tr", {},
    make("td", {}, outcomeTitle(words, outcome, app.scene.study.models)),
    cell(was.mean, was.error), isPair ? cell(would.mean, would.error) : null,
    isPair ? make("td", { class: "number" }, make("b", {},
      sign + spelledOutcome(words, outcome, Math.abs(difference.mean))),
    difference.error > 0 ? make("small", {}, ` ± ${spelledOutcome(words, outcome, difference.error)}`)
      : null) : null);
}

// Outcomes as the document tells them, in the order of the study.
function outcomesOf({ study, document }) {
  return study.outcomes.map(({ id }) =>
    (document.outcome ?? []).find((outcome) => outcome.id === id) ?? { id });
}

export function answerCard(app) {
  const { words, crowd, scene, state } = app;
  const done = crowd?.done ?? 0, isPair = crowd ? crowd.bands.length > 1 : false;
  const card = make("div", { class: "answer", "data-done": String(done) },
    make("h3", {}, words.say("answerTitle")));
  if (!crowd || done < crowd.count)
    card.append(make("p", { class: "note" }, make("progress", { max: state.count, value: done }),
      " ", words.say("computing", done, state.count)));
  if (!crowd) return card;
  const outcomes = outcomesOf(scene), asked = app.chosen()?.id === app.lesson?.asks;
  const told = asked ? toldAnswer(words, app.lesson, outcomes, crowd.outcomes) : null;
  if (told) card.append(make("p", { class: "told" }, told));
  const head = ["asItWas", ...(isPair ? ["whatIf", "difference"] : [])].map((key) =>
    make("th", { class: "number", scope: "col" }, words.say(key)));
  card.append(make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, make("th", {}), head)),
    make("tbody", {}, outcomes.map((outcome, o) => row(app, outcome, crowd.outcomes[o], isPair))))),
  make("p", { class: "note" }, words.say("computed", done)));
  return card;
}
