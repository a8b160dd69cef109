import type { Language } from '../language/texts.ts'
import { explanationOf } from '../server/call-error.ts'

/**
 * What an error code means, for lists, where the facts of the case are not known.
 * @returns the code itself if the table of errors does not have it
 */
export function refusalWords(code: string, language: Language): string {
  const message = explanationOf(code)?.message[language] ?? code
  return message.replaceAll(/\s*\{\w+\}\s*/g, '…')
}
