import type { ExportCounts } from './export-coupons.ts'

const lineEveryMs = 1_000

/** Writes at most one line per second, the first after a second: short exports print nothing. */
export function exportProgress(
  write: (line: string) => void,
  clock: () => number,
): (counts: Pick<ExportCounts, 'rows'>) => void {
  let lastMs = clock()
  return ({ rows }) => {
    if (clock() - lastMs < lineEveryMs) return
    lastMs = clock()
    write(`exported ${rows} rows`)
  }
}
