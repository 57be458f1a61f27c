// What the page says, in both languages: [English, Chinese].

const TEXTS = {
  page: ["tizhi — how institutions form", "体制——机构是怎样形成的"],
  lessons: ["Lesson", "课题"],
  causesGroup: ["One cause at a time", "四种成因，各看一种"],
  casesGroup: ["Cases of the lecture", "讲座中的实例"],
  chinaGroup: ["All four causes", "四种成因一起"],
  ownGroup: ["Your own", "自己的情景"],
  language: ["中文", "English"],
  projector: ["Projector", "投影模式"],
  load: ["Load file…", "载入文件…"],
  loadHelp: ["A scenario (.toml, with its .csv) or an output of tizhi run (.h5)",
    "情景文件（.toml 及其 .csv），或 tizhi run 的输出（.h5）"],
  about: ["About", "关于"],
  close: ["Close", "关闭"],
  question: ["Question for the class", "课堂问题"],
  answer: ["Show the answer", "看答案"],
  answerTitle: ["Answer, computed just now", "答案（刚刚算出）"],
  computing: ["playing {0} of {1} histories…", "正在推演第 {0} / {1} 次……"],
  computed: ["Means of {0} histories, with the same luck in both columns; ± one standard error.",
    "{0} 次推演的平均值，两列用同样的运气；± 为一个标准误。"],
  asItWas: ["As it was", "照原样"],
  whatIf: ["What if", "如果"],
  difference: ["Difference", "差"],
  whatIfOf: ["What if …", "如果……"],
  reset: ["back to the lesson", "恢复原样"],
  sameAs: ["Outlined: not as it was", "加框者与原样不同"],
  none: ["none yet", "尚无"],
  play: ["Play", "播放"], pause: ["Pause", "暂停"],
  stepBack: ["One step back", "后退一步"], stepOn: ["One step on", "前进一步"],
  timeline: ["Time", "时间"],
  luck: ["Other luck", "换一次运气"],
  luckHelp: ["history no. {0}", "第 {0} 次推演"],
  oneHistory: ["One history", "一次推演"],
  manyHistories: ["{0} histories", "{0} 次推演"],
  shares: ["Shares by level", "各级的构成"],
  formations_year: ["Formations a year, by cause", "每年的形成与变动，按成因"],
  formations_month: ["Formations a month, by cause", "每月的形成与变动，按成因"],
  formations_week: ["Formations a week, by cause", "每周的形成与变动，按成因"],
  bandsHelp: ["Line: median. Band: 5–95 % of the histories, as it was. Broken line: what if.",
    "实线：中位数。色带：照原样时 5–95 % 的推演。虚线：如果。"],
  causes: ["The four causes", "四种成因"],
  inertia: ["Inertia", "惯性"], imitation: ["Imitation", "仿效"], mandate: ["Mandate", "规定"],
  leadership: ["Leadership", "领导"], script: ["Script", "给定"],
  inertiaFull: ["Inertia of what history left", "历史形成的体制惯性"],
  imitationFull: ["Imitation of superiors and peers", "新建部门的上行下效"],
  mandateFull: ["Mandate from above", "来自上级的规定"],
  leadershipFull: ["Leaders' liking and transfer", "非正常因素的干扰"],
  inertiaText: [
    "E-government seldom starts on empty ground. The planning commissions ran economic information centres from the 1980s, the general offices had brought in office automation: where such a body stood, the new task fell to it. And a form that stands is hard to move, the more so the older it is.",
    "电子政务很少在空地上起步。八十年代计委系统已有经济信息中心，办公厅（室）已在搞办公自动化：谁先有机构，新任务就落到谁头上。一种体制一旦站住，年头越久越难动。"],
  imitationText: [
    "What the centre sets up, provinces set up too, and below them prefectures and counties: the same name, if often with quite other duties and powers. Regions look sideways as well, at what others of their rank have.",
    "中央设什么，省里跟着设，市县再跟着设：名称相同，职能和权力却往往相差很远。同级地区之间也互相看、互相学。"],
  mandateText: [
    "No national rule says which form e-government shall take, but superiors have ordered it within their own territory; Jilin did so twice. An order binds, moves what stands, and silences the other causes while it lasts; on its way down it loses force.",
    "国家没有统一规定电子政务采用哪种体制，但有的上级在本辖区作过规定，吉林就规定过两次。规定有约束力，能推动既成的格局，也压住其他成因；逐级下达时力量递减。"],
  leadershipText: [
    "Leaders decide how much attention the task gets, whether it gets a body of its own, and what that body may do. Their liking fades or leaves with them, and a transferred leader brings along the form he knew. The root is weak law: the more law decides, the less persons do.",
    "领导人决定重视不重视、设不设专门机构、机构有多大权。好恶会消退，也会随人而去；异地调任又带来原地的做法。根子在法制薄弱：法律管得越多，个人的影响越小。"],
  on: ["on", "开"], off: ["off", "关"],
  events: ["Events", "事件"],
  eventsHelp: ["Untick one: what if it had never been?", "去掉勾选：如果没有这件事？"],
  story: ["One region's story", "一地的来历"],
  storyHelp: ["Click a region on the map, or move to it with the arrow keys and press Enter.",
    "在地图上点一个地区，或用方向键移到它再按回车。"],
  storyOf: ["{0}: as it was", "{0}：照原样"],
  storyIf: ["{0}: what if", "{0}：如果"],
  noChange: ["Nothing formed here.", "这里没有形成过任何体制。"],
  date: ["Date", "时间"], change: ["From → to", "变动"], cause: ["Cause", "成因"],
  ledger: ["Shares of the causes", "各成因的分量"],
  export: ["Take along", "带走"],
  exportPng: ["Picture (PNG)", "图片（PNG）"], exportSvg: ["Picture (SVG)", "图片（SVG）"],
  exportToml: ["Scenario (TOML)", "情景（TOML）"], exportLink: ["Copy the address", "复制网址"],
  copied: ["Copied: the address restores all that you see.", "已复制：打开该网址即可恢复眼前的一切。"],
  copyHand: ["The address restores all that you see; copy it from here:", "该网址可恢复眼前的一切，请由此复制："],
  tomlSaved: ["Put it beside china.toml in scenarios/, then: tizhi run {0} -o out.h5",
    "放进 scenarios/ 目录（与 china.toml 同处），然后：tizhi run {0} -o out.h5"],
  problem: ["This cannot be played", "无法推演"],
  problemFile: ["{0} cannot be read: {1}", "无法读取 {0}：{1}"],
  problemHelp: ["The same words as tizhi check. Mend the file and load it again; the page shows what it showed.",
    "与 tizhi check 的说明相同。改好文件再载入；页面仍显示原来的内容。"],
  replicate: ["Replicate", "重复"], variant: ["Variant", "变体"],
  fromOutput: ["Played by tizhi run: {0}. Sliders need the scenario, not its output.",
    "由 tizhi run 推演：{0}。要用滑块请载入情景而非输出。"],
  seed: ["Seed", "随机种子"],
  sourcesOf: ["Engine, scenarios and page are one program; sources {0}; built with {1}.",
    "引擎、情景与页面同出一个程序；源码 {0}；构建工具 {1}。"],
  aboutText: [
    "tizhi simulates how institutions form. This page holds its whole engine: what it plays is, formation by formation, what the program plays. It sends nothing and asks for nothing. A formation's cause is the clock that rang in this model; about a real history only fitted rates and their tests are evidence.",
    "tizhi 推演体制怎样形成。本页包含完整的引擎：每一次形成都与命令行程序逐一相同。页面不发送、不请求任何数据。所谓成因，是这个模型里先响的那只钟；对真实历史，只有拟合的速率及其检验才算证据。"],
  keys: ["Keys: space plays, ← → step, [ ] a year, P projector, L language.",
    "按键：空格播放，← → 一步，[ ] 一年，P 投影，L 换语言。"],
  perYear: ["/year", "/年"], years: ["years", "年"],
  notDefined: ["–", "–"],
};

// The lecture's models, where a scenario gives them no name.
const CATALOGUE = {
  leading_group: ["leading group with an office", "领导小组及办公室"],
  dedicated: ["dedicated agency", "专职机构"],
  attached: ["attached to a department", "挂靠政府部门"],
  general_office: ["run by the general office", "办公厅（室）"],
};

export class Words {
  constructor(lang) {
    this.lang = lang;
    this.which = lang === "zh" ? 1 : 0;
  }

  say(key, ...values) {
    const text = TEXTS[key][this.which];
    return text.replace(/\{(\d)\}/g, (_, n) => String(values[n]));
  }

  // Of anything that has a name or a title in one language or both.
  titled(thing, fallback = "") {
    const own = this.lang === "zh" ? thing.title_zh : thing.title;
    return own || thing.title || thing.title_zh || fallback;
  }

  region(world, region) {
    const own = this.lang === "zh" ? world.name_zh : world.name;
    return own?.[region] || world.name?.[region] || world.name_zh?.[region] || world.code[region];
  }

  model(entry) {
    if (!entry) return this.say("none");
    const own = this.lang === "zh" ? entry.name_zh : entry.name;
    return own && own !== entry.id ? own : CATALOGUE[entry.id]?.[this.which] ?? entry.name ?? entry.id;
  }

  level(name) {
    const known = { centre: "中央", province: "省级", prefecture: "地级", county: "县级",
      township: "乡级", village: "村" };
    return this.lang === "zh" ? known[name] ?? name : name;
  }

  // "2014-02" or "2014年2月", to the day where a step is shorter than a month.
  date(date, daily = false) {
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (this.lang === "zh") return `${year}年${month}月${daily ? `${day}日` : ""}`;
    const two = (n) => String(n).padStart(2, "0");
    return `${year}-${two(month)}${daily ? `-${two(day)}` : ""}`;
  }
}
