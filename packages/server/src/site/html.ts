/** Markup that is safe to send. Only `html` and `trusted` create it. */
export class Html {
  readonly #text: string

  /** @param text markup whose values are escaped */
  constructor(text: string) {
    this.#text = text
  }

  toString(): string {
    return this.#text
  }
}

/** A value in a template. Texts and numbers are escaped, lists are concatenated, `false` and `undefined` produce nothing. */
export type Hole = Html | string | number | false | undefined | readonly Hole[]

/** Builds markup from a template. Every value that is not markup itself is escaped, for text and for quoted attributes. */
export function html(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  return new Html(parts.map((part, index) => part + markup(holes[index])).join(''))
}

/** @param text markup that contains no input of users: a constant, or what a library rendered from our own files */
export function trusted(text: string): Html {
  return new Html(text)
}

/** Escapes text for element content and quoted attributes. */
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
