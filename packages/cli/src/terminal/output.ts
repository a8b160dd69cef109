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
