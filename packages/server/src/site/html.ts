/** Markup that is safe to send: made by `html` or `trusted` alone. */
export class Html {
  readonly #text: string

  /** @param text markup whose values were escaped */
  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: texts and numbers are escaped, lists joined, `false` and `undefined` leave nothing. */
export type Hole = Html | string | number | false | undefined | readonly Hole[]

/** Markup from a template. Every value is escaped, for text and for quoted attributes alike, unless it is markup. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(parts.map((part, index) => part + markup(holes[index])).join(''))
}

/** @param text markup of our own making: what a library rendered from our files, or a constant */
export function trusted(text: string): Html {
  return new Html(text)
}

/** Escapes a text for markup and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function markup(hole: Hole): string {
  if (hole === undefined || hole === false) return ''
  if (typeof hole === 'object') return hole instanceof Html ? hole.toString() : hole.map(markup).join('')
  return escapeHtml(String(hole))
}
