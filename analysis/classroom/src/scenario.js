// "What if", written as a scenario: it extends the lesson and holds one counterfactual, so that what
// the page plays is what `tizhi run` plays.

const quoted = (text) => JSON.stringify(String(text));

// A number as TOML wants it: inf has a word of its own.
const valueText = (value) =>
  value === "inf" ? "inf" : typeof value === "string" ? quoted(value) : String(value);

// Where "what if" lies among the page's files: beside china.toml, so that it finds the tables there.
export const WHAT_IF = "scenarios/what-if.toml";

const fromScenarios = (path) => path.startsWith("scenarios/")
  ? path.slice("scenarios/".length) : "../" + path;

export const isChanged = (state) => state.off.length > 0 || Object.keys(state.set).length > 0;

export function whatIfText(state, title) {
  const lines = [`extends = ${quoted(fromScenarios(state.lesson))}`];
  if (state.seed) lines.push(`seed = ${state.seed}`);
  if (isChanged(state)) {
    lines.push("", "[[counterfactual]]", 'id = "what-if"', `title = ${quoted(title)}`);
    if (state.off.length > 0) lines.push(`without = [${state.off.map(quoted).join(", ")}]`);
    const set = Object.entries(state.set).map(([key, value]) => `${quoted(key)} = ${valueText(value)}`);
    if (set.length > 0) lines.push(`set = { ${set.join(", ")} }`);
  }
  return lines.join("\n") + "\n";
}

const number = (value) => (value === "inf" ? Infinity : value);

// A parameter's numbers in the scenario: one, or one for each level and model, by their keys.
export function leavesOf(document, name) {
  const [section, key] = name.split(".");
  const leaves = new Map();
  const visit = (path, value) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      for (const [part, inner] of Object.entries(value)) visit(`${path}.${part}`, inner);
    else if (typeof number(value) === "number") leaves.set(path, number(value));
  };
  const value = document[section]?.[key];
  if (value !== undefined) visit(name, value);
  return leaves;
}

const first = (values) => values.next().value;

// What a slider shows: the first of the parameter's numbers, as "what if" has it.
export function shownValue(document, state, parameter) {
  const set = Object.entries(state.set)
    .filter(([key]) => key === parameter.name || key.startsWith(parameter.name + "."));
  if (set.length > 0) return number(set[0][1]);
  return givenValue(document, parameter);
}

export function givenValue(document, parameter) {
  const leaves = leavesOf(document, parameter.name);
  return leaves.size > 0 ? first(leaves.values()) : number(parameter.fallback);
}

export const rounded = (value) => Number(value.toPrecision(3));

// Moves all of a parameter's numbers in the same proportion, so that levels keep their differences.
export function withValue(document, set, parameter, value) {
  const next = Object.fromEntries(Object.entries(set).filter(
    ([key]) => key !== parameter.name && !key.startsWith(parameter.name + ".")));
  const leaves = leavesOf(document, parameter.name);
  const given = givenValue(document, parameter);
  if (value === given) return next;
  const finite = [...leaves.values()].every((leaf) => Number.isFinite(leaf));
  if (leaves.size < 2 || !(given > 0) || !finite) return { ...next, [parameter.name]: value };
  const most = number(parameter.most);
  for (const [key, leaf] of leaves) next[key] = Math.min(rounded((leaf * value) / given), most);
  return next;
}
