/** Prints a line of data on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Prints a JSON document on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** Prints a line about a failure on stderr. */
export function printFault(line: string): void {
  process.stderr.write(`yaoquan: ${line}\n`)
}
