/** Counts the bytes of bodies while they arrive, per sender and in all, so that slow senders cannot fill the memory. */
export type ArrivingBytes = Readonly<{
  /** Begins with a body of a sender. */
  count(sender: string): Readonly<{
    /** @returns false, and counts nothing, where the bytes exceed a limit */
    add(bytes: number): boolean
    /** The body has arrived, or will not. */
    end(): void
  }>
}>

/** @param limits in bytes: of all senders together, and of one */
export function createArrivingBytes(limits: Readonly<{ all: number; one: number }>): ArrivingBytes {
  const bySender = new Map<string, number>()
  let all = 0
  const change = (sender: string, bytes: number) => {
    const left = (bySender.get(sender) ?? 0) + bytes
    all += bytes
    if (left === 0) bySender.delete(sender)
    else bySender.set(sender, left)
  }
  return {
    count(sender) {
      let counted = 0
      return {
        add(bytes) {
          if (all + bytes > limits.all || (bySender.get(sender) ?? 0) + bytes > limits.one) return false
          counted += bytes
          change(sender, bytes)
          return true
        },
        end() {
          change(sender, -counted)
          counted = 0
        },
      }
    },
  }
}
