import { say } from '#terminal/output'
import type { ImportCounts } from './import-rows.ts'

const lineEveryMs = 1_000

/** Reports the progress of an import. */
export interface Progress {
  /** @param part of the file that was read so far, 0..1 */
  committed(counts: ImportCounts, part: number): void
  stop(): void
}

/** The counts of an import as one line. */
export function countsLine({ rows, created, existing, bad }: ImportCounts): string {
  return say(
    `已导入 ${rows} 行（新建 ${created}，已有 ${existing}，有错误 ${bad}）`,
    `imported ${rows} rows (created ${created}, existing ${existing}, bad ${bad})`,
  )
}

/** Writes at most one line per second. Each line gives the counts that are durable, how fast it goes and how long it will still take. */
export function progressLines(write: (line: string) => void, clock: () => number): Progress {
  const writeNow = linePerSecond(write, clock, Number.NEGATIVE_INFINITY)
  const sinceMs = clock()
  return {
    committed(counts, part) {
      writeNow([countsLine(counts), ...paceOf(counts, { part, tookMs: clock() - sinceMs })].join(say('，', ', ')))
    },
    stop: () => undefined,
  }
}

type Pace = Readonly<{ part: number; tookMs: number }>

/** Rows per second and the time left, once there is anything to tell from. */
function paceOf({ rows }: ImportCounts, { part, tookMs }: Pace): readonly string[] {
  if (tookMs < lineEveryMs || part <= 0) return []
  const leftSeconds = Math.ceil((tookMs * (1 - part)) / part / 1_000)
  return [
    `${Math.floor(part * 100)}%`,
    say(`每秒 ${Math.round((rows * 1_000) / tookMs)} 行`, `${Math.round((rows * 1_000) / tookMs)} rows/s`),
    say(`还需 ${timeText(leftSeconds)}`, `${timeText(leftSeconds)} left`),
  ]
}

function timeText(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return `${minutes}:${String(rest).padStart(2, '0')}`
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
  return lineEvery({ everyMs: lineEveryMs, write, clock, sinceMs })
}

type SpacedLines = Readonly<{
  /** The least time between two lines, milliseconds. */
  everyMs: number
  write: (line: string) => void
  clock: () => number
  /** The first line is written `everyMs` after it; default: now. */
  sinceMs?: number
}>

/** Writes at most one line in so much time and drops the others. */
export function lineEvery({ everyMs, write, clock, sinceMs = clock() }: SpacedLines): (line: string) => void {
  let lastMs = sinceMs
  return (line) => {
    if (clock() - lastMs < everyMs) return
    lastMs = clock()
    write(line)
  }
}

/** A progress bar over the file, for terminals. */
export async function progressBar(stream: NodeJS.WritableStream, clock: () => number): Promise<Progress> {
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({ stream, format: '{bar} | {counts}', hideCursor: true, clearOnComplete: true })
  const sinceMs = clock()
  bar.start(1, 0, { counts: '' })
  return {
    committed(counts, part) {
      const pace = paceOf(counts, { part, tookMs: clock() - sinceMs })
      bar.update(Math.min(part, 1), { counts: [countsLine(counts), ...pace].join(say('，', ', ')) })
    },
    stop: () => bar.stop(),
  }
}
