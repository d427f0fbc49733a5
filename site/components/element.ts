type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Makes an element. Text always becomes a text node, so that a name with markup stays text. An
 * attribute that is true is set empty; one that is false, null or undefined is left out.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children);
  return made;
}

/** Sets text only where it differs: a selection stays, and nothing is announced twice. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * The one element inside `root` that matches.
 * @throws TypeError where the markup and the script do not fit together
 */
export function part<Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: abstract new (...parameters: never[]) => Kind,
): Kind {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(
    `Cannot find "${selector}": wanted ${kind.name}, found ${found?.tagName ?? 'nothing'}`,
  );
}
