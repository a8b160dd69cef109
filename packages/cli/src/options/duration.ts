import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Parses a duration: a whole number of seconds, minutes, hours or days, such as `30m`, `6h` or `30d`.
 * @returns milliseconds, 1 s to 3,650 days
 * @throws InvalidArgumentError for anything else
 */
export function parseDuration(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const durationMs = Number(count) * (units[unit] ?? Number.NaN)
  if (durationMs >= 1_000 && durationMs <= 3_650 * 86_400_000) return durationMs
  throw new InvalidArgumentError('应为如 30m、6h 或 30d 的时长 (must be a duration such as 30m, 6h or 30d)')
}
