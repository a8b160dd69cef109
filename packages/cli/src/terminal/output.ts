import type { Text } from '@yaoquan/api'
import { formatTimestamp } from '@yaoquan/protocol/timestamp'

export type Language = keyof Text

/**
 * The language of what a person reads: help, tables, questions and faults. JSON, log lines and exit codes have none.
 * `YAOQUAN_LANG` decides, then `LC_ALL`, `LC_MESSAGES` and `LANG` as POSIX orders them; the C locale, which says nothing about the
 * reader, counts as unset. Without any the language is Chinese.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locales = variables.map((name) => environment[name]?.trim() ?? '')
  const locale = locales.find((text) => !/^(?:$|(?:C|POSIX)(?:[.@]|$))/.test(text)) ?? 'zh'
  return /^(?:zh|chinese)/i.test(locale) ? 'zh' : 'en'
}

const variables = ['YAOQUAN_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const

/** The language of this process. */
export const language: Language = languageOf(process.env)

/** One of two texts, by the language of this process. */
export function say(zh: string, en: string): string {
  return language === 'zh' ? zh : en
}

/** Like `say`, for a text of a definition. */
export function localized({ zh, en }: Text): string {
  return say(zh, en)
}

/** Prints a line of data on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints a JSON document on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** Prints a result: with `--json` as a JSON document, else as text. */
export function printResult({ json }: Readonly<{ json?: boolean | undefined }>, document: unknown, text: string): void {
  if (json) printJson(document)
  else print(text)
}

/** Prints a line for people on stderr, so that stdout contains only data. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints a line about a failure on stderr. */
export function printFault(line: string): void {
  printNote(`yaoquan: ${line}`)
}

/** Makes untrusted text safe for one line of a terminal: control characters, including line breaks, become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/**
 * An instant with its offset, `2026-11-24T22:29:00+08:00`, for people and programs.
 * @param epochMs undefined gives undefined
 */
export function instantText(epochMs: number): string
export function instantText(epochMs: number | undefined): string | undefined
export function instantText(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : `${formatTimestamp(epochMs).replace(' ', 'T')}+08:00`
}

/** Wrong usage of the command line. Exit code 2. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault'

  constructor(zh: string, en: string) {
    super(say(zh, en))
  }
}

/** The operation failed. Exit code 1. */
export class OperationFault extends Error {
  override readonly name = 'OperationFault'

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(say(zh, en), options)
  }
}

/** A fault that another process has described in one line. Exit code 1. */
export class DescribedFault extends Error {
  override readonly name = 'DescribedFault'
}

/** The code of a system error such as `ENOENT`; `unknown` for other errors. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
