import { readFileSync } from 'node:fs'

let common: ReadonlySet<string> | undefined

/**
 * Whether a password is among those that are tried first (NIST SP 800-63B, 3.1.1.2): a common one, one character or two
 * repeated, or characters in a row. Capitals make no difference.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  common ??= readCommon()
  return common.has(text) || new Set(text).size <= 2 || isRun(text)
}

function readCommon(): ReadonlySet<string> {
  const lines = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8').split('\n')
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('# ')))
}

/** Recognises sequences such as `23456789012` or `zyxwvutsrq`: 0 follows 9. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, place) => code - (codes[place] ?? 0))
  return [1, -1].some((step) => steps.every((own) => own === step || own === -9 * step))
}
