/** How many times their full length soak tests and attacks have: `YAOQUAN_SOAK=10 npm run soak`. */
export const soak = Number(process.env['YAOQUAN_SOAK'] ?? 1)

/**
 * A length of a soak test, such as a number of rounds: the full one times `YAOQUAN_SOAK`. Without `YAOQUAN_SOAK`, as in `.ci/run`, the
 * short one, which does everything that the full one does and looks at fewer random cases.
 */
export function lengthOf(full: number, short: number): number {
  return process.env['YAOQUAN_SOAK'] === undefined ? short : Math.ceil(full * soak)
}
