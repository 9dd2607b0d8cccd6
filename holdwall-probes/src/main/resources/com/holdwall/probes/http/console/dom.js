// Elements out of data, and a page that keeps its focus, selection and open parts while the data
// changes. Strings become text nodes and nothing else: nothing here reads markup.

const SVG = 'http://www.w3.org/2000/svg';
const SVG_ELEMENTS = new Set(['svg', 'rect', 'path', 'line', 'circle']);

/** An element; attributes that are null or false are left out, children may be nested arrays. */
export function h(name, attributes, ...children) {
  const element = SVG_ELEMENTS.has(name)
    ? document.createElementNS(SVG, name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(isThere).map(asNode));
  return element;
}

function isThere(child) {
  return child !== null && child !== undefined && child !== false && child !== '';
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** Makes the children of a place equal to the wanted ones, and touches only what differs. */
export function show(place, ...wanted) {
  children(place, wanted.flat(Infinity).filter(isThere).map(asNode));
}

function patch(present, wanted) {
  if (present.nodeType === Node.TEXT_NODE) {
    if (present.data !== wanted.data) {
      present.data = wanted.data;
    }
    return;
  }
  attributes(present, wanted);
  children(present, [...wanted.childNodes]);
}

function attributes(present, wanted) {
  for (const {name} of [...present.attributes]) {
    if (!wanted.hasAttribute(name) && !isPersons(present, name)) {
      present.removeAttribute(name);
    }
  }
  for (const {name, value} of wanted.attributes) {
    if (present.getAttribute(name) !== value && !isPersons(present, name)) {
      present.setAttribute(name, value);
    }
  }
}

/** What the person has opened stays open. */
function isPersons(element, attribute) {
  return attribute === 'open' && element.localName === 'details';
}

function children(parent, wanted) {
  const keyed = new Map();
  const rest = [];
  for (const child of parent.childNodes) {
    if (keyOf(child)) {
      keyed.set(keyOf(child), child);
    } else {
      rest.push(child);
    }
  }
  const matches = wanted.map(child => take(keyed, rest, child));
  // What goes, goes first: then what stays is in its place, and keeps its focus.
  for (const old of [...keyed.values(), ...rest]) {
    old.remove();
  }
  let at = parent.firstChild;
  wanted.forEach((child, i) => {
    const node = matches[i] ?? child;
    if (node === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(node, at);
    }
    if (matches[i]) {
      patch(node, child);
    }
  });
}

/** The present child that becomes the wanted one: of the same key, or the next of its kind. */
function take(keyed, rest, wanted) {
  const key = keyOf(wanted);
  if (!key) {
    const at = rest.findIndex(node => node.nodeName === wanted.nodeName);
    return at < 0 ? undefined : rest.splice(at, 1)[0];
  }
  const match = keyed.get(key);
  if (match?.nodeName !== wanted.nodeName) {
    return undefined;
  }
  keyed.delete(key);
  return match;
}

function keyOf(node) {
  return node.dataset?.key;
}
