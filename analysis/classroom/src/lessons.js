// The lessons: one for all causes, one for each cause, one for each case of the lecture. Which
// "what if" answers the question, and the answer in words, {id} standing for what was computed as
// it was, {id*} for what if.

const CLASSROOM = "analysis/classroom/lessons/", SCENARIOS = "scenarios/";

export const LESSONS = [
  { path: SCENARIOS + "china_what_if.toml", group: "chinaGroup", asks: "no-orders", answer: [
    "In 2014 a leading group stood in {groups_2014_02} of the provinces in February and in {groups_2014_07} in July; without any orders in {groups_2014_02*} and {groups_2014_07*}. Copying alone is slow, orders are quick. A dedicated agency ran {dedicated_2024} of the provinces in 2024, without orders {dedicated_2024*}.",
    "2014年2月设领导小组的省占 {groups_2014_02}，7月占 {groups_2014_07}；若没有任何规定，则为 {groups_2014_02*} 和 {groups_2014_07*}。单靠仿效很慢，规定见效快。2024年由专职机构主管的省占 {dedicated_2024}，没有规定则为 {dedicated_2024*}。"] },
  { path: CLASSROOM + "inertia.toml", group: "causesGroup", asks: "nothing-holds", answer: [
    "The task falls to the two lines about two to one ({attached_1995} to the stronger), and stays so: {attached_2020} in 2020. It stays because old bodies hold: a prefecture changes {changes_late} times a year, and {changes_late*} times where nothing holds. The shares hardly differ; only the traffic does.",
    "新任务大致按二比一落到两条旧线（较强一方得 {attached_1995}），并且一直如此：2020年为 {attached_2020}。原因是旧机构难以变动：每地市每年变动 {changes_late} 次；若没有阻力则为 {changes_late*} 次。两种情形的构成相差不大，差的是变动的频繁程度。"] },
  { path: CLASSROOM + "imitation.toml", group: "causesGroup", asks: "no-peers", answer: [
    "By 2000 the centre's form stands in {provinces_2000} of the provinces and {prefectures_2000} of the prefectures: one level more, one delay more. Where regions look up only, it is {provinces_2000*} and {prefectures_2000*}; and {as_the_province_2000*} instead of {as_the_province_2000} of the prefectures that have a form have their province's, for neighbours no longer keep each other in another.",
    "到2000年，采用中央体制的省占 {provinces_2000}，地市占 {prefectures_2000}：多一级就多一层延迟。若只看上级，则为 {provinces_2000*} 和 {prefectures_2000*}；已有体制的地市中与本省相同的由 {as_the_province_2000} 变为 {as_the_province_2000*}，因为同级之间不再互相守住另一种体制。"] },
  { path: CLASSROOM + "mandate.toml", group: "causesGroup", asks: "no-loss", answer: [
    "After twelve years the request is met by {provinces_2008} of the provinces and {prefectures_2008} of the prefectures, two levels down; if nothing were lost on the way, by {prefectures_2008*}. The deadline of 2018 needs ten months: {prefectures_2019}. Drag the time to 2018: most move at the last moment.",
    "十二年后，落实要求的省占 {provinces_2008}，下两级的地市占 {prefectures_2008}；若逐级下达毫不减弱，则占 {prefectures_2008*}。2018年的期限只用十个月：{prefectures_2019}。把时间拖到2018年看看：多数在最后一刻才动。"] },
  { path: CLASSROOM + "leadership.toml", group: "causesGroup", asks: "lasting-zeal", answer: [
    "Nowhere: in 2020 there are {forms_2020} forms in effect out of three, each about as common as the others, and a prefecture goes on changing {changes} times a year. If zeal never faded, {changes*} times, and {founded_1990*} instead of {founded_1990} of the prefectures would have had a form by 1990.",
    "哪儿也不去：2020年三种体制中有效种数为 {forms_2020}，大致各占一份，而每地市每年仍变动 {changes} 次。若热情从不消退，则为 {changes*} 次；1990年已有体制的地市由 {founded_1990} 变为 {founded_1990*}。"] },
  { path: SCENARIOS + "cases/state-information-center.toml", group: "casesGroup", asks: "no-centres", answer: [
    "Because the line was there. In 1990 {attached_provinces_1990} of the provinces are attached to it, without its centres {attached_provinces_1990*}; in 1996 {attached_provinces_1996} and {attached_provinces_1996*}. Then try \"nobody copies anybody\": example adds, but the line comes first.",
    "因为这条线早已存在。1990年挂靠计委系统的省占 {attached_provinces_1990}，若没有各地的信息中心则为 {attached_provinces_1990*}；1996年为 {attached_provinces_1996} 与 {attached_provinces_1996*}。再试“谁也不仿照谁”：示范有作用，但旧线在先。"] },
  { path: SCENARIOS + "cases/office-automation.toml", group: "casesGroup", asks: "no-document", answer: [
    "Both, one after the other. Before the document, in 2000, general offices ran {prefectures_2000} of the prefectures and {provinces_2000} of the provinces; in 2003 it is {prefectures_2003} and {provinces_2003}, and without the document {prefectures_2003*} and {provinces_2003*}: the provinces came by order, below them most had come by themselves. Then try \"without the old office automation\": the beginning below the provinces is gone.",
    "二者先后起作用。2000年发文之前，由办公室主管的地市已占 {prefectures_2000}，由办公厅主管的省占 {provinces_2000}；2003年为 {prefectures_2003} 和 {provinces_2003}，若没有36号文则为 {prefectures_2003*} 和 {provinces_2003*}：省一级主要靠规定，省以下多半早已自成。再试“没有办公自动化的历史”：省以下的起点便没有了。"] },
  { path: SCENARIOS + "cases/state-leading-group.toml", group: "casesGroup", asks: "example-only", answer: [
    "Either reading gives a move in 2014: from {groups_2014_02} of the provinces with a group in February to {groups_2014_07} in July under the weak order, from {groups_2014_02*} to {groups_2014_07*} if they copied. But an example that works in 2014 works in 1998, 2001 and 2008 too: by 2007 {as_the_centre_2007*} of the provinces would run the centre's own form; under the order {as_the_centre_2007}. Of the six provinces whose form is known, none did.",
    "两种解读都能说明2014年的变动：弱规定之下，设领导小组的省由2月的 {groups_2014_02} 升到7月的 {groups_2014_07}；若靠仿照，由 {groups_2014_02*} 升到 {groups_2014_07*}。但榜样若在2014年有效，1998、2001、2008年也该有效：到2007年，与中央体制相同的省会占 {as_the_centre_2007*}，按弱规定只占 {as_the_centre_2007}。已知的六省无一相同。"] },
  { path: SCENARIOS + "cases/qingdao.toml", group: "casesGroup", asks: "no-leader", answer: [
    "In {dedicated_1997} of the histories Qingdao has a dedicated body in 1997, and in {dedicated_1997*} had that leader never come. It keeps one until 2010 in {kept_1997_to_2010} (what if: {kept_1997_to_2010*}). A person began it; then it was inertia that kept it: try \"old bodies do not hold\".",
    "1997年青岛设有专职机构的推演占 {dedicated_1997}，若没有那位领导人占 {dedicated_1997*}。保持到2010年的占 {kept_1997_to_2010}（如果：{kept_1997_to_2010*}）。开头靠人，守住靠惯性：再试“旧机构不再难以变动”。"] },
  { path: SCENARIOS + "cases/shanghai.toml", group: "casesGroup", asks: "no-plan", answer: [
    "In 2007 a commission runs Shanghai in {commission_2007} of the histories, without the reform plan in {commission_2007*}; of its districts {districts_commission_2007} have one, without it {districts_commission_2007*}. \"The plan for the city alone\" shows what copying adds.",
    "2007年上海市设委员会的推演占 {commission_2007}，若没有改革方案占 {commission_2007*}；各区为 {districts_commission_2007}，没有方案则为 {districts_commission_2007*}。再看“方案只管市本级”：仿效能添多少。"] },
  { path: SCENARIOS + "cases/hefei.toml", group: "casesGroup", asks: "no-orders", answer: [
    "It needs no reason of its own. Hefei runs three forms or more in {three_forms_hefei} of the histories, and so do {three_forms_prefectures} of all prefectures of Anhui. Without orders from above it is {three_forms_hefei*} and {three_forms_prefectures*}.",
    "不需要特别的原因。合肥有过三种以上体制的推演占 {three_forms_hefei}，安徽全部地市为 {three_forms_prefectures}。若没有上级规定，则为 {three_forms_hefei*} 与 {three_forms_prefectures*}。"] },
  { path: SCENARIOS + "cases/jilin.toml", group: "casesGroup", asks: "no-provincial-orders", answer: [
    "Because Jilin ordered it: in 2007 general offices run {below_general_office_2007} of its prefectures and counties, without the province's orders {below_general_office_2007*}. In 2019 a direct agency runs the province in {province_dedicated_2019} of the histories (what if: {province_dedicated_2019*}): that is the window of 2018; take that one away next.",
    "因为吉林作过规定：2007年由办公室主管的市县占 {below_general_office_2007}，若没有省里的规定占 {below_general_office_2007*}。2019年省级为直属机构的推演占 {province_dedicated_2019}（如果：{province_dedicated_2019*}）：那是2018年的窗口；接着把它也去掉看看。"] },
  { path: SCENARIOS + "cases/anhui.toml", group: "casesGroup", asks: "no-plan", answer: [
    "The plan decides at the top and little below: the province's general office is in charge in {province_general_office_2007} of the histories in 2007, without the plan in {province_general_office_2007*}. Of the counties {counties_dedicated_2011} have a dedicated body in 2011 (what if: {counties_dedicated_2011*}).",
    "规划决定上面，对下面影响不大：2007年由省政府办公厅主管的推演占 {province_general_office_2007}，没有规划占 {province_general_office_2007*}。2011年设专职机构的县占 {counties_dedicated_2011}（如果：{counties_dedicated_2011*}）。"] },
  { path: SCENARIOS + "cases/restructuring-2018.toml", group: "casesGroup", asks: "no-deadline", answer: [
    "The deadline sets the date: {plans_11_11} of the plans are approved by 11 November (in fact all of them) and {plans_year_end} by the end of the year; under an order without a date {plans_11_11*} and {plans_year_end*}. Which form is left open, so {forms_year_end} forms in effect remain. Play the last weeks: the pace rises as the year runs out.",
    "时间由期限决定：11月11日前获批的方案占 {plans_11_11}（实际为全部），年底前占 {plans_year_end}；若有规定而不设期限，则为 {plans_11_11*} 和 {plans_year_end*}。采用哪种形式没有规定，所以仍有 {forms_year_end} 种有效形式。播放最后几周看看：越近年底越快。"] },
  { path: SCENARIOS + "cases/data-bureaus-2024.toml", group: "casesGroup", asks: "no-example", answer: [
    "That there is one is the order's doing, which one the example's. On 1 April {bodies_04_01} of the provinces have a body, and {bodies_04_01*} without the centre's example; it is independent in {independent_04_01}, without the example in {independent_04_01*}. Then try \"the same push without a deadline\": how many would be late?",
    "有没有出自规定，设成哪种出自榜样。4月1日已有机构的省占 {bodies_04_01}，没有中央的示范也占 {bodies_04_01*}；单设机构的省占 {independent_04_01}，没有示范则占 {independent_04_01*}。再试“同样的推动，但不设期限”：会有多少省迟到？"] },
  { path: SCENARIOS + "cases/rule-of-law.toml", group: "casesGroup", asks: "as-it-was", answer: [
    "With law, leaders change a province's form {by_leaders_provinces} times a year; as history had it, {by_leaders_provinces*}. The strong centre makes provinces alike ({diversity_provinces_2013} forms in effect in 2013, otherwise {diversity_provinces_2013*}), but no steadier: {churn_provinces} changes a year, otherwise {churn_provinces*}.",
    "有了法律，每省每年出于领导人的变动为 {by_leaders_provinces} 次，照历史则为 {by_leaders_provinces*} 次。强有力的中央使各省趋同（2013年有效种数 {diversity_provinces_2013}，否则 {diversity_provinces_2013*}），却不更稳定：每省每年变动 {churn_provinces} 次，否则 {churn_provinces*} 次。"] },
];

const SHARES = new Set(["share", "alignment", "kept", "forms"]);

export function spelledOutcome(words, outcome, value) {
  if (value === undefined || Number.isNaN(value)) return words.say("notDefined");
  if (SHARES.has(outcome.measure ?? "share")) {
    const percent = 100 * value;
    return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
  }
  return Math.abs(value) >= 10 ? value.toFixed(0) : Number(value.toPrecision(2)).toString();
}

// The answer in words; null where what was computed is not what it speaks of.
export function toldAnswer(words, lesson, outcomes, results) {
  if (!lesson?.answer) return null;
  let isWhole = true;
  const text = lesson.answer[words.which].replace(/\{(\w+)(\*?)\}/g, (_, id, star) => {
    const at = outcomes.findIndex((outcome) => outcome.id === id);
    if (at < 0 || !results[at]) isWhole = false;
    return at < 0 || !results[at] ? "" :
      spelledOutcome(words, outcomes[at], results[at].means[star ? 1 : 0]?.mean);
  });
  return isWhole ? text : null;
}

// A title for an outcome that has none of its own.
export function outcomeTitle(words, outcome, models) {
  if (outcome.title || outcome.title_zh) return words.titled(outcome);
  const zh = words.lang === "zh";
  const ids = [outcome.model ?? []].flat();
  const named = ids.map((id) => words.model(models.find((m) => m.id === id)))
    .join(zh ? "、" : " / ");
  const level = outcome.level ? words.level(outcome.level) : "";
  const kinds = {
    share: ["share with {m}", "{m}所占"], diversity: ["forms in effect", "有效种数"],
    alignment: ["as the superior", "与上级相同"], churn: ["changes a year", "每年变动次数"],
    by_cause: ["changes by {c} a year", "每年出于{c}的变动"],
    time_to: ["years to {s} with {m}", "{m}达到 {s} 的年数"],
    kept: ["kept {m}", "一直为{m}"], forms: ["several forms", "有过多种体制"],
  };
  const text = (kinds[outcome.measure] ?? ["{m}", "{m}"])[words.which].replace("{m}", named)
    .replace("{c}", outcome.cause ? words.say(outcome.cause) : "")
    .replace("{s}", `${Math.round(100 * (outcome.share ?? 0.5))} %`);
  return [level, text, outcome.at].filter(Boolean).join(zh ? "，" : ", ");
}
