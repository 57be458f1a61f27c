// Short names of China's provinces, for small tiles: ISO 3166-2:CN, and the one-character names.

const SHORT = {
  11: "BJ京", 12: "TJ津", 13: "HE冀", 14: "SX晋", 15: "NM蒙", 21: "LN辽", 22: "JL吉", 23: "HL黑",
  31: "SH沪", 32: "JS苏", 33: "ZJ浙", 34: "AH皖", 35: "FJ闽", 36: "JX赣", 37: "SD鲁", 41: "HA豫",
  42: "HB鄂", 43: "HN湘", 44: "GD粤", 45: "GX桂", 46: "HI琼", 50: "CQ渝", 51: "SC川", 52: "GZ贵",
  53: "YN云", 54: "XZ藏", 61: "SN陕", 62: "GS甘", 63: "QH青", 64: "NX宁", 65: "XJ新",
};

export function shortNames(code, lang) {
  const both = /^\d\d0000$/.test(code) ? SHORT[code.slice(0, 2)] : undefined;
  return both ? (lang === "zh" ? both.slice(2) : both.slice(0, 2)) : null;
}
