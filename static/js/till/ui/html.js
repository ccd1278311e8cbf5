// The page is built from templates: html`<p class=${tone}>${text}</p>`. What stands in a hole is never read as markup.

/** @typedef {string | number | boolean | Node | null | undefined | ContentList} Content */
/** @typedef {Content[]} ContentList */

/** @typedef {{ name: string, value: string }} MarkedAttribute value: with the marks of its holes */
/** @typedef {{ path: number[], hole: number, attributes: MarkedAttribute[] }} Spot where holes are; hole: -1 for attributes */
/** @typedef {{ content: DocumentFragment, spots: Spot[] }} Template */

/** @type {WeakMap<TemplateStringsArray, Template>} */
const templates = new WeakMap();
const MARK = /⦃(\d+)⦄/g;
const ONLY_MARK = /^⦃(\d+)⦄$/;

/** The name and the beginning of an attribute's value at the end of a text. */
const ATTRIBUTE = /:?([^\s"=<]+)=("[^"]*|[^\s"]*)$/;

/**
 * @param {Node} root
 * @param {number} kinds of NodeFilter
 */
function nodesIn(root, kinds) {
  const walker = document.createTreeWalker(root, kinds);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/**
 * Marks each hole: by a comment between elements, by a text in an attribute. Such an attribute gets a colon before its
 * name, or the browser would act on the mark: fetch it, draw it. Blanks with a line break are layout only.
 * @param {TemplateStringsArray} strings
 */
function templateOf(strings) {
  const known = templates.get(strings);
  if (known) return known;
  const template = document.createElement("template");
  template.innerHTML = strings.reduce((text, part, n) => {
    const isInTag = text.lastIndexOf("<") > text.lastIndexOf(">");
    if (!isInTag) return `${text}<!--⦃${n - 1}⦄-->${part}`;
    return `${text.replace(ATTRIBUTE, ":$1=$2")}⦃${n - 1}⦄${part}`;
  });
  const { content } = template;
  for (const text of /** @type {Text[]} */ (nodesIn(content, NodeFilter.SHOW_TEXT))) {
    text.data = text.data.replace(/\s*\n\s*/g, "");
    if (!text.data) text.remove();
  }
  const spots = nodesIn(content, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT).flatMap(spotOf);
  const made = { content, spots };
  templates.set(strings, made);
  return made;
}

/** The holes of one node of a template. @param {Node} node @returns {Spot[]} */
function spotOf(node) {
  /** @type {number[]} */
  const path = [];
  for (let at = node; at.parentNode; at = at.parentNode) {
    path.unshift([...at.parentNode.childNodes].indexOf(/** @type {ChildNode} */ (at)));
  }
  if (!(node instanceof Element)) {
    return [{ path, hole: Number(ONLY_MARK.exec(/** @type {Comment} */ (node).data)?.[1]), attributes: [] }];
  }
  const attributes = [...node.attributes].filter(({ name }) => name.startsWith(":"));
  for (const { name } of attributes) node.removeAttribute(name);
  const marked = attributes.map(({ name, value }) => ({ name: name.slice(1), value }));
  return marked.length ? [{ path, hole: -1, attributes: marked }] : [];
}

/**
 * null, false or a missing value leaves the attribute out; `@click=${act}` listens; aria-* say "true" or "false".
 * @param {Element} element
 * @param {MarkedAttribute[]} attributes
 * @param {unknown[]} holes
 */
function fillAttributes(element, attributes, holes) {
  for (const { name, value } of attributes) {
    const only = ONLY_MARK.exec(value);
    const filled = only ? holes[Number(only[1])] : value.replace(MARK, (_, n) => nodesOf(holes[n]).join(""));
    if (name.startsWith("@")) element.addEventListener(name.slice(1), /** @type {EventListener} */ (filled));
    else if (name.startsWith("aria-") && typeof filled === "boolean") element.setAttribute(name, String(filled));
    else if (filled !== null && filled !== undefined && filled !== false) {
      element.setAttribute(name, filled === true ? "" : String(filled));
    }
  }
}

/**
 * What a hole between elements stands for: texts and nodes; null, undefined and booleans are nothing.
 * @param {unknown} content
 * @returns {(string | Node)[]}
 */
export function nodesOf(content) {
  const all = /** @type {unknown[]} */ ([content].flat(Infinity));
  const some = all.filter((one) => one !== null && one !== undefined && typeof one !== "boolean");
  return some.map((one) => (one instanceof Node ? one : String(one)));
}

/**
 * One element. Its holes take text, numbers, elements and lists of them; attributes take text, booleans and listeners.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} holes
 * @returns {HTMLElement}
 */
export function html(strings, ...holes) {
  const { content, spots } = templateOf(strings);
  const root = document.importNode(content, true);
  // All of them before the first is filled: what fills a hole moves those behind it.
  const nodes = spots.map(({ path }) => path.reduce((/** @type {Node} */ node, n) => node.childNodes[n], root));
  spots.forEach(({ hole, attributes }, n) => {
    const node = /** @type {Element} */ (nodes[n]);
    if (hole < 0) fillAttributes(node, attributes, holes);
    else node.replaceWith(...nodesOf(holes[hole]));
  });
  return /** @type {HTMLElement} */ (root.firstElementChild);
}

/**
 * As `html`, for a template of one <input>.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} holes
 */
export function input(strings, ...holes) {
  return /** @type {HTMLInputElement} */ (html(strings, ...holes));
}

/**
 * The element of the page that a selector names.
 * @param {string} selector
 * @param {ParentNode} [root]
 */
export const $ = (selector, root = document) => /** @type {HTMLElement} */ (root.querySelector(selector));

export const isField = (/** @type {EventTarget | null} */ node) =>
  node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;

export const isControl = (/** @type {EventTarget | null} */ node) =>
  node instanceof HTMLButtonElement || node instanceof HTMLAnchorElement;

/**
 * Puts content in a place after the nodes that stay. The focus stays on the control with the same data-focus or id.
 * @param {Element} place
 * @param {unknown} content
 * @param {number} [staying] how many nodes at its beginning stay
 */
export function fill(place, content, staying = 0) {
  const focused = place.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  while (place.childNodes.length > staying) place.lastChild?.remove();
  place.append(...nodesOf(content));
  if (!focused || focused === document.activeElement) return;
  drawnAgain(focused, place)?.focus({ preventScroll: true });
}

/**
 * A control, or what stands in its place since it was drawn anew: the one with the same data-focus or id.
 * @param {HTMLElement} control
 * @param {ParentNode} [root]
 * @returns {HTMLElement | null}
 */
export function drawnAgain(control, root = document) {
  const { dataset, id } = control;
  const same = dataset.focus ? `[data-focus="${CSS.escape(dataset.focus)}"]` : id ? `#${CSS.escape(id)}` : null;
  return control.isConnected || !same ? control : root.querySelector(same);
}
