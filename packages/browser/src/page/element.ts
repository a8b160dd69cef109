/** A text sets the attribute, `true` sets it without a value, `false` and `undefined` omit it. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>

/** `false` and `undefined` add nothing. */
export type Child = Node | string | false | undefined | readonly Child[]

/** Creates an element with attributes and children; texts become text nodes, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value)
    else if (value === true) made.setAttribute(name, '')
  }
  made.append(...nodesOf(children))
  return made
}

/** Replaces the children of an element. */
export function show(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...nodesOf(children))
}

/** Creates a button that does not submit a form. */
export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text)
  made.addEventListener('click', onClick)
  return made
}

function nodesOf(children: readonly Child[]): readonly (Node | string)[] {
  return children.flatMap((child) => {
    if (child === undefined || child === false) return []
    return child instanceof Node || typeof child === 'string' ? [child] : nodesOf(child)
  })
}
