export type ShellWords = Readonly<{
  words: readonly string[]
  /** A shell ends a command at such a `&`: the rest of an address without quotes is never sent. */
  hasBareAmpersand: boolean
}>

/**
 * Splits a command into words as the shell it was written for does: sh, or the prompt of Windows where `^` is used as
 * there. A quote that is never closed goes to the end; the line of a command ends at `|`, `;` or `>`.
 */
export function splitShellWords(command: string): ShellWords {
  const text = command.replaceAll('\r\n', '\n')
  return isWindowsCommand(text) ? splitWindowsWords(text) : splitPosixWords(text)
}

function isWindowsCommand(text: string): boolean {
  return /\^[ \t]*(?:\n|$)|\^"/.test(text)
}

type Gathered = { readonly words: string[]; word: string | undefined; hasBareAmpersand: boolean }

function startGathering(): Gathered {
  return { words: [], word: undefined, hasBareAmpersand: false }
}

function append(gathered: Gathered, text: string): void {
  gathered.word = (gathered.word ?? '') + text
}

function endWord(gathered: Gathered): void {
  if (gathered.word !== undefined) gathered.words.push(gathered.word)
  gathered.word = undefined
}

function finish(gathered: Gathered): ShellWords {
  endWord(gathered)
  return { words: gathered.words, hasBareAmpersand: gathered.hasBareAmpersand }
}

/** One token of sh, or of PowerShell's line ends, from where the last one ended. */
const posixToken =
  /(?<continued>[\\`]\n)|(?<blank>\s+)|'(?<literal>[^']*)'?|\$'(?<ansi>(?:\\[\s\S]|[^'\\])*)'?|"(?<quoted>(?:\\[\s\S]|[^"\\])*)"?|\\(?<escaped>[\s\S])|(?<end>[|;>])|(?<ampersand>&)|(?<plain>[\s\S])/y

function splitPosixWords(text: string): ShellWords {
  const gathered = startGathering()
  posixToken.lastIndex = 0
  for (let match = posixToken.exec(text); match?.groups; match = posixToken.exec(text)) {
    const { continued, blank, literal, ansi, quoted, escaped, end, ampersand, plain } = match.groups
    if (end !== undefined) break
    if (blank !== undefined) endWord(gathered)
    else if (ampersand !== undefined) {
      gathered.hasBareAmpersand = true
      append(gathered, '&')
    } else if (continued === undefined) {
      append(gathered, literal ?? unescapeAnsi(ansi) ?? unescapeQuoted(quoted) ?? escaped ?? plain ?? '')
    }
  }
  return finish(gathered)
}

function unescapeQuoted(text: string | undefined): string | undefined {
  return text?.replace(/\\(["$`\\]|\n)/g, (_all, character: string) => (character === '\n' ? '' : character))
}

const ansiEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

/** `$'…'`, as browsers copy a request with line breaks or other than ASCII in it. */
function unescapeAnsi(text: string | undefined): string | undefined {
  return text?.replace(
    /\\(?:u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|x([0-9a-f]{1,2})|([\s\S]))/gi,
    (_all, ...found: readonly (string | undefined)[]) => {
      const [unit, point, byte, other = ''] = found
      const hex = unit ?? point ?? byte
      return hex === undefined ? (ansiEscapes[other] ?? other) : codePoint(Number.parseInt(hex, 16))
    },
  )
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** First `^` as the prompt takes it, then quotes and backslashes as programs take their command line. */
function splitWindowsWords(text: string): ShellWords {
  const gathered = startGathering()
  let isQuoted = false
  for (const match of withoutCarets(text).matchAll(/(\\*)"|(\s)|(\\+|[^\s"\\]+)/g)) {
    const [, backslashes, blank, plain] = match
    if (backslashes !== undefined) {
      append(gathered, '\\'.repeat(Math.floor(backslashes.length / 2)))
      if (backslashes.length % 2 === 1) append(gathered, '"')
      else isQuoted = !isQuoted
    } else if (blank !== undefined && !isQuoted) endWord(gathered)
    else append(gathered, blank ?? plain ?? '')
  }
  return finish(gathered)
}

/** Between quotes that carry no `^` of their own, a `^` stands for itself. */
function withoutCarets(text: string): string {
  return text.replace(/"[^"\n]*"|\^[ \t]*\n|\^([\s\S])/g, (all: string, escaped: string | undefined) =>
    all.startsWith('"') ? all : (escaped ?? ' '),
  )
}
