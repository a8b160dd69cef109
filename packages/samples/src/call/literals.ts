/**
 * Text as string literals of each language. What is between the quotes means the text and nothing else, whatever it holds;
 * a half of a surrogate pair, which UTF-8 has no bytes for, becomes U+FFFD.
 */

/** Octal, since Java reads `\u000a` as a line break before it sees the literal. */
export function javaText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: octal })
}

/** C# ends lines at U+0085, U+2028 and U+2029 too. */
export function csharpText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: unicode, alsoEscaped: /[\u0085\u2028\u2029]/g })
}

/** Double quotes, in which `$` starts a variable. */
export function phpText(text: string): string {
  return doubleQuoted(text, { escapes: new Map([['$', '\\$']]), other: hexadecimal })
}

/** A question mark is escaped, since two of them may begin a trigraph; U+0000, which would end the text, is left out. */
export function cText(text: string): string {
  return doubleQuoted(withoutZero(text), { escapes: new Map([['?', '\\?']]), other: octal })
}

/** A byte order mark may stand only at the beginning of a Go file. */
export function goText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: unicode, alsoEscaped: /\ufeff/g })
}

/** Double quotes unless the text has some, so that JSON stays readable. */
export function pythonText(text: string): string {
  return quoted(text, text.includes('"') ? "'" : '"', { escapes: new Map(), other: hexadecimal })
}

/** JavaScript and TypeScript. */
export function javascriptText(text: string): string {
  return quoted(text, "'", { escapes: new Map(), other: unicode, alsoEscaped: /[\u2028\u2029]/g })
}

/** Any POSIX shell; no shell has a text with U+0000, which is left out. */
export function shellText(text: string): string {
  return `'${withoutZero(text.toWellFormed()).replaceAll("'", "'\\''")}'`
}

function withoutZero(text: string): string {
  return text.replaceAll('\0', '')
}

type Escaping = Readonly<{
  /** By character, beside the quote, the backslash and what all of these languages write alike. */
  escapes: ReadonlyMap<string, string>
  /** How a control character is written by its number. */
  other: (code: number) => string
  /** Characters beyond the control characters that are written by number. */
  alsoEscaped?: RegExp
}>

function doubleQuoted(text: string, escaping: Escaping): string {
  return quoted(text, '"', escaping)
}

const commonEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function quoted(text: string, quote: string, { escapes, other, alsoEscaped }: Escaping): string {
  const written = (character: string): string => {
    if (character === quote) return `\\${quote}`
    const known = commonEscapes.get(character) ?? escapes.get(character)
    if (known !== undefined) return known
    const code = character.charCodeAt(0)
    return code < 0x20 || code === 0x7f ? other(code) : character
  }
  const escaped = Array.from(text.toWellFormed(), written).join('')
  const outside = alsoEscaped
    ? escaped.replaceAll(alsoEscaped, (character) => unicode(character.charCodeAt(0)))
    : escaped
  return quote + outside + quote
}

function octal(code: number): string {
  return `\\${code.toString(8).padStart(3, '0')}`
}

function hexadecimal(code: number): string {
  return `\\x${code.toString(16).padStart(2, '0')}`
}

function unicode(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
