/** @returns undefined for what was sealed under another key or for another row, or was altered */
export function openOrNothing(open: () => string | undefined): string | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}
