// The page is built from templates: html`<p class=${tone}>${text}</p>`. What stands in a hole is never read as markup.

/** @typedef {string | number | boolean | Node | null | undefined | ContentList} Content */
/** @typedef {Content[]} ContentList */

/** @type {WeakMap<TemplateStringsArray, HTMLTemplateElement>} */
const templates = new WeakMap();
const MARK = /⦃(\d+)⦄/g;

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
  for (const text of /** @type {Text[]} */ (nodesIn(template.content, NodeFilter.SHOW_TEXT))) {
    text.data = text.data.replace(/\s*\n\s*/g, "");
    if (!text.data) text.remove();
  }
  templates.set(strings, template);
  return template;
}

/**
 * null, false or a missing value leaves the attribute out; `@click=${act}` listens; aria-* say "true" or "false".
 * @param {Element} element
 * @param {unknown[]} holes
 */
function fillAttributes(element, holes) {
  for (const { name: marked, value } of [...element.attributes]) {
    if (!marked.startsWith(":")) continue;
    element.removeAttribute(marked);
    const name = marked.slice(1);
    const marks = [...value.matchAll(MARK)];
    const filled =
      marks[0][0] === value ? holes[Number(marks[0][1])] : value.replace(MARK, (_, n) => nodesOf(holes[n]).join(""));
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
  const root = document.importNode(templateOf(strings).content, true);
  for (const node of nodesIn(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT)) {
    if (node instanceof Element) fillAttributes(node, holes);
    else {
      const comment = /** @type {Comment} */ (node);
      comment.replaceWith(...nodesOf(holes[Number(comment.data.slice(1, -1))]));
    }
  }
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
