import type { Language } from '../language/texts.ts'
import { explanationOf } from '../server/call-error.ts'

/**
 * What an error code means, for lists, where the facts of the case are not known.
 * @returns the code itself if the table of errors does not have it
 */
export function refusalWords(code: string, language: Language): string {
  const message = explanationOf(code)?.message[language] ?? code
  return withoutFacts(message) || code
}

/** Leaves out clauses that give a fact, with what leads to it, so that no sentence has a hole; the first clause loses only the fact. */
function withoutFacts(message: string): string {
  const [first = '', ...others] = message.replaceAll(/（[^（）]*\{\w+\}[^（）]*）/g, '').split(/(?=[，；])/)
  const [head = '', ...explained] = first.split(/(?=[：:])/)
  const said = head.replaceAll(/\s*(?:于|至|第)?\s*\{\w+\}\s*(?:行|元|张|项)?\s*/g, '')
  return [said, ...[...explained, ...others].filter((clause) => !/\{\w+\}/.test(clause))].join('')
}
