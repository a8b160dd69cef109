/** How many times their full length soak tests and attacks have: `YAOQUAN_SOAK=10 npm run soak`. */
export const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)

/** Whether tests have their short lengths, as in `.ci/run`. */
export const isShort = process.env['YAOQUAN_SOAK'] === undefined

/**
 * A length of a soak test, such as a number of rounds: the full one times `YAOQUAN_SOAK`. Without `YAOQUAN_SOAK`, as in `.ci/run`, the
 * short one, which does everything that the full one does and looks at fewer random cases.
 */
export function lengthOf(full: number, short: number): number {
  return isShort ? short : Math.ceil(full * soak)
}

/** The same for what `YAOQUAN_SOAK` does not multiply, such as the size of one round. */
export function sizeOf(full: number, short: number): number {
  return isShort ? short : full
}
