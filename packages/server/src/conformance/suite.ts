import { format } from 'node:util'

export { expect } from 'expect'

/** Something that must hold of every engine. It throws when it does not. */
export type Check = Readonly<{ name: string; run: () => Promise<void> }>

type Recording = Readonly<{ checks: Check[]; path: readonly string[] }>

let recording: Recording | undefined

/**
 * Collects the checks that a function defines through `describe` and `test`, so that a test runner can play them, and the
 * command line too, where no test runner is.
 */
export function recordChecks(define: () => void): readonly Check[] {
  const checks: Check[] = []
  recordWithin({ checks, path: [] }, define)
  return checks
}

/** Names what the checks that are defined within have in common. */
export function describe(name: string, define: () => void): void {
  const { checks, path } = running()
  recordWithin({ checks, path: [...path, name] }, define)
}

/** Defines a check. */
export function test(name: string, run: () => void | Promise<void>): void {
  const { checks, path } = running()
  checks.push({ name: [...path, name].join(' > '), run: async () => run() })
}

/** Defines a check per row; the name may show the first values by `%s`, `%i` and `%j`. */
test.each = <Row extends [unknown, ...unknown[]]>(rows: readonly Row[]) => {
  return (name: string, run: (...row: Row) => void | Promise<void>): void => {
    const shown = name.match(/%[sij]/g)?.length ?? 0
    for (const row of rows) test(format(name, ...row.slice(0, shown)), () => run(...row))
  }
}

function recordWithin(next: Recording, define: () => void): void {
  const before = recording
  recording = next
  try {
    define()
  } finally {
    recording = before
  }
}

function running(): Recording {
  if (recording === undefined) throw new Error('checks are defined within recordChecks')
  return recording
}
