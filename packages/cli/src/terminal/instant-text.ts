import { formatTimestamp } from '@yaoquan/protocol/timestamp'

/**
 * An instant with its offset, `2026-11-24T22:29:00+08:00`, for people and programs.
 * @param epochMs undefined gives undefined
 */
export function instantText(epochMs: number): string
export function instantText(epochMs: number | undefined): string | undefined
export function instantText(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : `${formatTimestamp(epochMs).replace(' ', 'T')}+08:00`
}
