/** A text sets the attribute, `true` sets it without a value, `false` and `undefined` omit it. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>

/** `false` and `undefined` add nothing. */
export type Child = Node | string | false | undefined | readonly Child[]

type Tag = keyof HTMLElementTagNameMap
type Selector = Tag | `${Tag}.${string}`
type TagOf<S> = S extends `${infer T extends Tag}.${string}` ? T : S extends Tag ? S : never

/**
 * Creates an element; texts become text nodes, never markup.
 * @param selector the tag, followed by classes: `p.note`
 * @param parts attributes and children
 */
export function element<S extends Selector>(
  selector: S,
  ...parts: readonly (Attributes | Child)[]
): HTMLElementTagNameMap[TagOf<S>] {
  const [tag, ...classes] = selector.split('.') as [TagOf<S>, ...string[]]
  const made = document.createElement(tag)
  if (classes.length > 0) made.className = classes.join(' ')
  for (const part of parts) {
    if (isAttributes(part)) setAttributes(made, part)
    else made.append(...nodesOf([part]))
  }
  return made
}

function isAttributes(part: Attributes | Child): part is Attributes {
  return typeof part === 'object' && !(part instanceof Node) && !Array.isArray(part)
}

/** Sets the attributes of an existing element. */
export function setAttributes(made: HTMLElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') made.setAttribute(name, value)
    else if (value === true) made.setAttribute(name, '')
  }
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

/** A section with a heading of level 3. */
export function section(title: string, ...content: readonly Child[]): HTMLElement {
  return element('section', element('h3', title), content)
}

/** A form field with its label. @param id of the control */
export function labelledField(id: string, label: string, control: HTMLElement): HTMLElement {
  return element('div.field', element('label', { for: id }, label), control)
}

/** A checkbox with its label behind it. */
export function labelledCheckbox(checkbox: HTMLInputElement, label: string): HTMLElement {
  return element('label.check', checkbox, ' ', label)
}

function nodesOf(children: readonly Child[]): readonly (Node | string)[] {
  return children.flatMap((child) => {
    if (child === undefined || child === false) return []
    return child instanceof Node || typeof child === 'string' ? [child] : nodesOf(child)
  })
}
