// Elements of the page and of its pictures, made in one call each.

const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "checked" || name === "value" || name === "selected" || name === "disabled")
      element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const make = (name, attributes, ...children) =>
  filled(document.createElement(name), attributes, children);
export const draw = (name, attributes, ...children) =>
  filled(document.createElementNS(SVG, name), attributes, children);

export const put = (element, ...children) => {
  element.replaceChildren(...children.flat().filter((c) => c !== null && c !== undefined));
  return element;
};

// Black or white, whichever is easier to read on a colour.
export function inkOn(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

export function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content
    : new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// Lets the browser paint and hear the visitor before the next piece of work.
export const breath = () => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = done;
  channel.port2.postMessage(0);
});
