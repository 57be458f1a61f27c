"""The one look of all figures and pages: colours, fonts, and fixed words in English and Chinese."""
import re

INK, MUTED, RULE, PAPER = "#222222", "#6b6b6b", "#d9d9d9", "#ffffff"
NONE_COLOUR = "#e3e3e3"
FONTS = ("system-ui, 'Segoe UI', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', "
         "'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif")
PRINT_FONTS = "'DejaVu Sans', 'Noto Sans', 'WenQuanYi Micro Hei', 'Noto Sans CJK SC', sans-serif"

# Okabe and Ito's colours, safe for colour-blind readers, then eight that such readers tell apart
# from these and from each other (tests/analysis/colours_test.py).
MODEL_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#e69f00", "#56b4e9", "#cc79a7", "#8c564b",
                 "#f0e442", "#c8c878", "#641464", "#502800", "#a05028", "#8c3c64", "#3c8cf0",
                 "#b4c8a0", "#78c8dc")
# Paul Tol's muted colours: none of them is a model's.
CAUSE_COLOURS = {"inertia": "#ddcc77", "imitation": "#44aa99", "mandate": "#882255",
                 "leadership": "#332288", "script": "#222222"}
LEVEL_COLOURS = ("#440154", "#31688e", "#35b779", "#b5a800", "#7a7a7a", "#c05a00")
KIND_COLOURS = {"mandate": "#882255", "set": "#222222", "legacy": "#8a7a2a",
                "leader": "#332288", "legal": "#117733"}

WORDS = {
    "inertia": ("inertia", "体制惯性"), "imitation": ("imitation", "上行下效"),
    "mandate": ("mandate", "上级规定"), "leadership": ("leadership", "领导因素"),
    "script": ("scripted", "脚本设定"), "none": ("none yet", "尚无"),
    "centre": ("centre", "中央"), "province": ("provinces", "省级"),
    "prefecture": ("prefectures", "地级"), "county": ("counties", "县级"),
    "federation": ("federation", "联邦"), "state": ("states", "州级"),
    "township": ("townships", "乡级"), "village": ("villages", "村级"),
    "set": ("set", "设定"), "legacy": ("legacy", "历史遗产"), "leader": ("leader", "领导"),
    "legal": ("law", "法治"), "base": ("the scenario itself", "基准"),
    "diversity": ("diversity: effective number of forms", "多样性：有效体制数"),
    "alignment": ("alignment: same form as the superior", "上下对口：与上级体制相同的比例"),
    "window": ("window: change comes easier", "机构改革窗口：较易变动"),
    "whole period": ("whole period", "全期"),
    "no cause": ("no cause", "无成因"), "all causes": ("all causes", "全部成因"),
    "sum of the four": ("sum of the four: with all causes less with none",
                        "四者之和：全部成因减无成因"),
    "contributions of the causes": (
        "What each cause contributes: Shapley value ± standard error, line: 95 % interval; shares "
        "in percentage points",
        "各成因的贡献：夏普利值 ± 标准误，横线为95%置信区间；比例以百分点计"),
    "paired differences": (
        "What each counterfactual changes: mean difference and its 95 % interval, paired by "
        "replicate; shares in percentage points",
        "各反事实情形带来的改变：差的均值及其95%置信区间，按重复配对；比例以百分点计"),
    "no value": ("no value in some coalitions of causes", "某些成因组合中无值"),
    "every history": ("all replicates", "全部重复"),
    "per 100": ("formations per 100 regions and year", "每百个地区每年的体制形成数"),
}


def both(word):
    """(English, Chinese) of a word of the model; any other text stands for itself in both."""
    if isinstance(word, tuple):
        return word
    return WORDS.get(word, (word.replace("_", " "),) * 2)


def model_colours(given, count):
    """A colour [count] for each model: the scenario's own where it is one, else a safe one."""
    own = [text.strip().lower() for text in given] if given is not None else [""] * count
    own = [text if re.fullmatch(r"#[0-9a-f]{6}", text) else None for text in own]
    free = iter([colour for colour in MODEL_COLOURS if colour not in own])
    return [colour or next(free) for colour in own]


def ink_on(colour):
    """Black or white, whichever is read more easily on `colour` (#rrggbb)."""
    red, green, blue = (int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5))
    return INK if 0.30 * red + 0.59 * green + 0.11 * blue > 0.58 else "#ffffff"
