import { type Html, html } from './html.ts'

/**
 * Wraps comments, strings, numbers and keywords of code in spans for the style sheet. Code of an unknown language is returned
 * without spans. The text itself never changes. A few regular expressions per language, not a grammar, are enough for samples.
 */
export function highlightCode(text: string, language: string): Html {
  const shapes = shapesOf[language]
  if (shapes === undefined) return html`${text}`
  const pieces: (Html | string)[] = []
  let end = 0
  for (const match of text.matchAll(shapes)) {
    const kind = Object.entries(match.groups ?? {}).find(([, piece]) => piece !== undefined)?.[0]
    pieces.push(text.slice(end, match.index), html`<span class="code-${kind}">${match[0]}</span>`)
    end = match.index + match[0].length
  }
  return html`${pieces}${text.slice(end)}`
}

const strings = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/.source
const numbers = /\b\d[\d_]*(?:\.\d+)?L?\b/.source
const slashComments = String.raw`(?<=^|\s)//[^\n]*|/\*[\s\S]*?\*/`
const hashComments = String.raw`(?<=^|\s)#[^\n]*`

const words =
  'as async await break case catch class const continue def defer default do echo else except export extends false finally ' +
  'for foreach from func function if implements import in include interface let new nil None null package print private ' +
  'public raise require return static string struct switch this throw throws true True False try type undefined using var void ' +
  'while with'

/** The group names are the kinds. The first group that matches at a position wins. */
function shapes(comments: string): RegExp {
  const keywords = String.raw`(?<![\w$.-])(?:${words.replaceAll(' ', '|')})(?![\w-])`
  const parts = [
    `(?<comment>${comments})`,
    `(?<string>${strings}|\`(?:\\\\.|[^\`\\\\])*\`)`,
    `(?<number>${numbers})`,
    `(?<keyword>${keywords})`,
  ]
  return new RegExp(parts.join('|'), 'gm')
}

const withSlashes = shapes(slashComments)
const withHashes = shapes(hashComments)

const json = new RegExp(
  `(?<name>(?:${strings})(?=\\s*:))|(?<string>${strings})|(?<number>${numbers})|(?<keyword>\\b(?:true|false|null)\\b)`,
  'g',
)
const xml = /(?<name><\/?[\w:-]+|\/?>)/g

const shapesOf: Readonly<Record<string, RegExp>> = {
  java: withSlashes,
  csharp: withSlashes,
  c: withSlashes,
  go: withSlashes,
  php: withSlashes,
  javascript: withSlashes,
  js: withSlashes,
  typescript: withSlashes,
  ts: withSlashes,
  python: withHashes,
  shell: withHashes,
  sh: withHashes,
  json,
  xml,
}
