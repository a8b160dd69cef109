import { say } from './output.ts'
import { displayWidth, helpWidth, padToWidth, wrapped } from './table.ts'

type Notes = Readonly<{ notes?: string | (() => string) | undefined; examples?: readonly string[] }>

/**
 * Paragraphs after the options of a help, broken at its width, and examples. A longer line of an example goes on after `\\`.
 * @returns makes the text, when a help is printed
 */
export function helpNotes({ notes, examples = [] }: Notes): () => string {
  return () =>
    [
      ...(notes === undefined ? [] : ['', wrapped(typeof notes === 'string' ? notes : notes(), helpWidth)]),
      ...(examples.length === 0 ? [] : ['', say('示例:', 'Examples:'), ...examples.map(exampleLine)]),
    ].join('\n')
}

function exampleLine(text: string): string {
  if (displayWidth(text) + 2 <= helpWidth) return `  ${text}`
  const lines: string[] = []
  let current = ' '
  for (const word of text.match(wordsOfExample) ?? []) {
    if (displayWidth(`${current} ${word} \\`) > helpWidth) {
      lines.push(`${current} \\`)
      current = '   '
    }
    current += ` ${word}`
  }
  return [...lines, current].join('\n')
}

/** A flag with its value, or a word. */
const wordsOfExample = /--\S+ (?!-)(?:'[^']*'|\S+)|'[^']*'|\S+/g

/** Terms and their descriptions in two columns. @param pairs term and description */
export function termLines(pairs: readonly (readonly [term: string, description: string])[]): string {
  const width = Math.max(...pairs.map(([term]) => displayWidth(term)))
  const indent = `\n${' '.repeat(width + 4)}`
  return pairs
    .map(
      ([term, text]) =>
        `  ${padToWidth(term, width)}  ${wrapped(text, helpWidth - width - 4).replaceAll('\n', indent)}`,
    )
    .join('\n')
}
