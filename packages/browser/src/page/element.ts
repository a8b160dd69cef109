import { say } from './localize.ts'

type Listener = (event: Event) => void

/** A text sets the attribute, `true` sets it without a value, `false` and `undefined` omit it; a function listens to the event of `on…`. */
export type Attributes = Readonly<Record<string, string | boolean | Listener | undefined>>

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
    if (typeof value === 'function') made.addEventListener(name.slice('on'.length), value)
    else if (typeof value === 'string') made.setAttribute(name, value)
    else if (value === true) made.setAttribute(name, '')
  }
}

/** Replaces the children of an element. */
export function show(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...nodesOf(children))
}

function nodesOf(children: readonly Child[]): readonly (Node | string)[] {
  return children.flatMap((child) => {
    if (child === undefined || child === false) return []
    return child instanceof Node || typeof child === 'string' ? [child] : nodesOf(child)
  })
}

/** Creates a button that does not submit a form. */
export function button(text: string, onclick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return element('button', { type: 'button', onclick }, attributes, text)
}

/** Creates a button that copies, and says for a while that it did, or that the browser refused. @param copy returns what it says then */
export function copyButton(label: string, copy: () => Promise<string>, attributes?: Attributes): HTMLButtonElement {
  let timer: ReturnType<typeof setTimeout> | undefined
  const copyAndSay = async (): Promise<void> => {
    made.textContent = await copy().catch(() => say('浏览器不允许复制', 'The browser does not allow copying'))
    clearTimeout(timer)
    timer = setTimeout(() => show(made, label), saidMs)
  }
  const made = button(label, () => void copyAndSay(), attributes)
  return made
}

/** Time for which the button shows that it copied. */
const saidMs = 3000

/** A section with a heading of level 3. */
export function section(title: string, ...content: readonly Child[]): HTMLElement {
  return element('section', element('h3', title), content)
}

/** A box to choose one of several values from. A text is a value that is shown as it is. */
export function selectBox(
  attributes: Attributes,
  choices: readonly (string | Readonly<{ value: string; text: string }>)[],
): HTMLSelectElement {
  const options = choices.map((choice) =>
    typeof choice === 'string' ? element('option', choice) : element('option', { value: choice.value }, choice.text),
  )
  return element('select', attributes, options)
}

/** A form field: its label, the control, which has an id, and what stands below it. */
export function labelledField(label: Child, control: HTMLElement, ...below: readonly Child[]): HTMLElement {
  return element('div.field', element('label', { for: control.id }, label), control, below)
}

/** A checkbox with its label behind it. */
export function labelledCheckbox(checkbox: HTMLInputElement, label: string): HTMLElement {
  return element('label.check', checkbox, ' ', label)
}
