import { formatTimestamp } from '@yaoquan/protocol'

/** Unlike any before it, since a request number stands for one write. */
export function newRequestNumber(): string {
  const [suffix = 0] = crypto.getRandomValues(new Uint16Array(1))
  return `TOOL-${formatTimestamp(Date.now()).replaceAll(/\D/g, '')}-${suffix}`
}
