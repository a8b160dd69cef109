/** Kept at most; some 4 MB. */
const maxErased = 100_000

/**
 * Members that were erased while this process runs. What it opened of them before is not shown any more, so nothing of other members
 * has to be dropped.
 */
export class ErasedMembers {
  readonly #bySeller = new Map<string, Set<number>>()
  /** How often members of a seller were erased. */
  readonly #changes = new Map<string, number>()
  #count = 0

  /** @returns false when there are too many to keep: then all that is opened must be dropped, and they are forgotten */
  add(sellerId: string, memberNos: readonly number[]): boolean {
    this.#changes.set(sellerId, this.changesOf(sellerId) + 1)
    const erased = this.#bySeller.get(sellerId) ?? new Set()
    this.#bySeller.set(sellerId, erased)
    for (const memberNo of memberNos) {
      if (!erased.has(memberNo)) this.#count += 1
      erased.add(memberNo)
    }
    if (this.#count <= maxErased) return true
    this.clear()
    return false
  }

  /** @returns undefined for a seller of whom none is known to be erased */
  of(sellerId: string): ReadonlySet<number> | undefined {
    return this.#bySeller.get(sellerId)
  }

  /** Rises whenever members of the seller are erased. */
  changesOf(sellerId: string): number {
    return this.#changes.get(sellerId) ?? 0
  }

  /** Forgets who was erased: nothing is open any more. */
  clear(): void {
    this.#bySeller.clear()
    this.#count = 0
  }
}
