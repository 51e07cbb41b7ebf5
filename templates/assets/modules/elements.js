// The elements that scripts add to the page.

/** Parsed from markup: written out, the namespace would look like an address that the page asks for. */
const SVG = new DOMParser().parseFromString("<svg></svg>", "text/html").body.firstChild.namespaceURI;

/** An HTML element. Attributes that are null, undefined or false are left out, and `true` stands for an empty one. */
export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element; numbers among the attributes are written with two decimals. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

export function button(text, onPress, attributes = {}) {
  const made = html("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", onPress);
  return made;
}

/** Pixels with two decimals: more are not visible. */
export function short(value) {
  return String(Math.round(100 * value) / 100);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, typeof value === "number" ? short(value) : value === true ? "" : value);
  }
  element.append(...children);
  return element;
}
