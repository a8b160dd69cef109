/*
 * String literals of each language. Any text is escaped so that the literal denotes exactly that text. A lone
 * surrogate, which UTF-8 cannot encode, becomes U+FFFD.
 */

/** A Java literal. Octal escapes, since Java replaces `\u000a` by a line break before it parses the literal. */
export function javaText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: octal })
}

/** A C# literal. C# also ends lines at U+0085, U+2028 and U+2029. */
export function csharpText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: unicode, alsoEscaped: /[\u0085\u2028\u2029]/g })
}

/** A PHP literal in double quotes, where `$` begins a variable. */
export function phpText(text: string): string {
  return doubleQuoted(text, { escapes: new Map([['$', '\\$']]), other: hexadecimal })
}

/** A C literal. Question marks are escaped, since two may begin a trigraph; U+0000, which ends a text, is dropped. */
export function cText(text: string): string {
  return doubleQuoted(withoutZero(text), { escapes: new Map([['?', '\\?']]), other: octal })
}

/** A Go literal. Go allows a byte order mark only at the beginning of a file. */
export function goText(text: string): string {
  return doubleQuoted(text, { escapes: new Map(), other: unicode, alsoEscaped: /\ufeff/g })
}

/** A Python literal, in double quotes unless the text contains some, so that JSON stays readable. */
export function pythonText(text: string): string {
  return quoted(text, text.includes('"') ? "'" : '"', { escapes: new Map(), other: hexadecimal })
}

/** A JavaScript or TypeScript literal. */
export function javascriptText(text: string): string {
  return quoted(text, "'", { escapes: new Map(), other: unicode, alsoEscaped: /[\u2028\u2029]/g })
}

/** A literal for any POSIX shell. U+0000, which shell texts cannot contain, is dropped. */
export function shellText(text: string): string {
  return `'${withoutZero(text.toWellFormed()).replaceAll("'", "'\\''")}'`
}

function withoutZero(text: string): string {
  return text.replaceAll('\0', '')
}

type Escaping = Readonly<{
  /** Escapes of this language, in addition to quote, backslash and `commonEscapes`. */
  escapes: ReadonlyMap<string, string>
  /** The numeric escape of a control character. */
  other: (code: number) => string
  /** Other characters that need a numeric escape. */
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
