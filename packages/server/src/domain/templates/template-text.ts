import type { TemplateTerms } from './template.ts'

/** The text of a template in events: JSON of its version and terms, members named as on the wire, amounts in fen. */
export function templateText(terms: TemplateTerms, version: number): string {
  return JSON.stringify({ version, ...terms }, (_name, value: unknown) =>
    typeof value === 'object' && value !== null ? snakeNames(value) : value,
  )
}

function snakeNames(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      member,
    ]),
  )
}
