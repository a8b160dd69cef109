import type { ImportCounts } from './import-rows.ts'

const lineEveryMs = 1_000

/** Tells how far an import is. */
export interface Progress {
  /** @param readBytes of the file, so far */
  committed(counts: ImportCounts, readBytes: number): void
  stop(): void
}

/** What an import has done so far, or did, in one line. */
export function countsLine({ rows, created, existing, bad }: ImportCounts): string {
  return `imported ${rows} rows (created ${created}, existing ${existing}, bad ${bad})`
}

/** A line at most once a second, from the first thing to tell on. Each states what is durable. */
export function progressLines(write: (line: string) => void, clock: () => number): Progress {
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    committed(counts) {
      if (clock() - lastMs < lineEveryMs) return
      lastMs = clock()
      write(countsLine(counts))
    },
    stop: () => undefined,
  }
}

/** A bar over the bytes of the file, for a terminal. */
export async function progressBar(stream: NodeJS.WritableStream, totalBytes: number): Promise<Progress> {
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage}% | {counts}',
    hideCursor: true,
    clearOnComplete: true,
  })
  bar.start(totalBytes, 0, { counts: '' })
  return {
    committed: (counts, readBytes) => bar.update(Math.min(readBytes, totalBytes), { counts: countsLine(counts) }),
    stop: () => bar.stop(),
  }
}
