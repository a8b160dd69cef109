export type ShellWords = Readonly<{
  words: readonly string[]
  /** Whether the command has an unquoted `&`, at which a shell ends it, so that the rest is not sent. */
  hasBareAmpersand: boolean
}>

/**
 * Splits a command into words like the shell it was written for: the Windows prompt if it uses `^`, otherwise sh. An
 * unclosed quote extends to the end; the command ends at `|`, `;` or `>`.
 */
export function splitShellWords(command: string): ShellWords {
  const text = command.replaceAll('\r\n', '\n')
  return isWindowsCommand(text) ? splitWindowsWords(text) : splitPosixWords(text)
}

function isWindowsCommand(text: string): boolean {
  return /\^[ \t]*(?:\n|$)|\^"/.test(text)
}

type WordCollection = { readonly words: string[]; word: string | undefined; hasBareAmpersand: boolean }

function startCollection(): WordCollection {
  return { words: [], word: undefined, hasBareAmpersand: false }
}

function append(collection: WordCollection, text: string): void {
  collection.word = (collection.word ?? '') + text
}

function endWord(collection: WordCollection): void {
  if (collection.word !== undefined) collection.words.push(collection.word)
  collection.word = undefined
}

function finish(collection: WordCollection): ShellWords {
  endWord(collection)
  return { words: collection.words, hasBareAmpersand: collection.hasBareAmpersand }
}

/** A token of sh, or a line continuation of PowerShell. */
const posixToken =
  /(?<continued>[\\`]\n)|(?<blank>\s+)|'(?<literal>[^']*)'?|\$'(?<ansi>(?:\\[\s\S]|[^'\\])*)'?|"(?<quoted>(?:\\[\s\S]|[^"\\])*)"?|\\(?<escaped>[\s\S])|(?<end>[|;>])|(?<ampersand>&)|(?<plain>[\s\S])/y

function splitPosixWords(text: string): ShellWords {
  const collection = startCollection()
  posixToken.lastIndex = 0
  for (let match = posixToken.exec(text); match?.groups; match = posixToken.exec(text)) {
    const { continued, blank, literal, ansi, quoted, escaped, end, ampersand, plain } = match.groups
    if (end !== undefined) break
    if (blank !== undefined) endWord(collection)
    else if (ampersand !== undefined) {
      collection.hasBareAmpersand = true
      append(collection, '&')
    } else if (continued === undefined) {
      append(collection, literal ?? unescapeAnsi(ansi) ?? unescapeQuoted(quoted) ?? escaped ?? plain ?? '')
    }
  }
  return finish(collection)
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

/** `$'…'`, in which browsers copy requests that contain line breaks or non-ASCII characters. */
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

/** Removes `^` like the Windows prompt, then interprets quotes and backslashes like Windows programs. */
function splitWindowsWords(text: string): ShellWords {
  const collection = startCollection()
  let isQuoted = false
  for (const match of withoutCarets(text).matchAll(/(\\*)"|(\s)|(\\+|[^\s"\\]+)/g)) {
    const [, backslashes, blank, plain] = match
    if (backslashes !== undefined) {
      append(collection, '\\'.repeat(Math.floor(backslashes.length / 2)))
      if (backslashes.length % 2 === 1) append(collection, '"')
      else isQuoted = !isQuoted
    } else if (blank !== undefined && !isQuoted) endWord(collection)
    else append(collection, blank ?? plain ?? '')
  }
  return finish(collection)
}

/** Inside unescaped quotes a `^` is an ordinary character. */
function withoutCarets(text: string): string {
  return text.replace(/"[^"\n]*"|\^[ \t]*\n|\^([\s\S])/g, (all: string, escaped: string | undefined) =>
    all.startsWith('"') ? all : (escaped ?? ' '),
  )
}
