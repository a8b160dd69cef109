import type { ImportCounts } from './import-rows.ts'

const lineEveryMs = 1_000

/** Reports the progress of an import. */
export interface Progress {
  /** @param readBytes bytes of the file read so far */
  committed(counts: ImportCounts, readBytes: number): void
  stop(): void
}

/** The counts of an import as one line. */
export function countsLine({ rows, created, existing, bad }: ImportCounts): string {
  return `imported ${rows} rows (created ${created}, existing ${existing}, bad ${bad})`
}

/** Writes at most one line per second. Each line gives the counts that are durable. */
export function progressLines(write: (line: string) => void, clock: () => number): Progress {
  const writeNow = linePerSecond(write, clock, Number.NEGATIVE_INFINITY)
  return { committed: (counts) => writeNow(countsLine(counts)), stop: () => undefined }
}

/**
 * Writes at most one line per second and drops the others.
 * @param sinceMs the first line is written a second after this time; by default short runs write nothing
 */
export function linePerSecond(
  write: (line: string) => void,
  clock: () => number,
  sinceMs = clock(),
): (line: string) => void {
  let lastMs = sinceMs
  return (line) => {
    if (clock() - lastMs < lineEveryMs) return
    lastMs = clock()
    write(line)
  }
}

/** A progress bar over the bytes of the file, for terminals. */
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
