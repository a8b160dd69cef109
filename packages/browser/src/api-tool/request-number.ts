import { formatTimestamp } from '@yaoquan/protocol'

/** An unused request number, built from the time and a random suffix. */
export function newRequestNumber(): string {
  const [suffix = 0] = crypto.getRandomValues(new Uint16Array(1))
  return `TOOL-${formatTimestamp(Date.now()).replaceAll(/\D/g, '')}-${suffix}`
}
