/** Data for whoever asked, on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** One line about something that went wrong, on stderr. */
export function printFault(line: string): void {
  process.stderr.write(`yaoquan: ${line}\n`)
}
