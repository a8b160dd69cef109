import type { ExportCounts } from './export-coupons.ts'

const lineEveryMs = 1_000

/** A line at most once a second, from the second second on: short exports say nothing. */
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
