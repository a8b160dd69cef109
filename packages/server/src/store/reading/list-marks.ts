/** Up to and including the coupon with this number, a list holds so many. */
export type Mark = Readonly<{ seq: number; rank: number }>

/**
 * Marks along one list, from its beginning, each some way behind the one before. They only ever grow at the end: numbers
 * are handed out in order under a lock, what a list is made by never changes, and coupons are never deleted, so what stands up to a
 * number stands for good.
 */
export class ListMarks {
  /** In two plain columns: 16 bytes a mark. */
  readonly #seqs = [0]
  readonly #ranks = [0]

  /** How many marks there are, the beginning among them. */
  get count(): number {
    return this.#seqs.length
  }

  get last(): Mark {
    return this.#at(this.count - 1)
  }

  /** Adds a mark behind the last one. Where nothing of the list lies between them, the last one moves instead. */
  add({ seq, rank }: Mark): void {
    if (rank === this.last.rank) {
      this.#seqs[this.count - 1] = seq
      return
    }
    this.#seqs.push(seq)
    this.#ranks.push(rank)
  }

  /** The farthest mark that has no more than so many coupons up to it. */
  before(offset: number): Mark {
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#at(middle).rank <= offset) low = middle
      else high = middle - 1
    }
    return this.#at(low)
  }

  #at(place: number): Mark {
    return { seq: this.#seqs[place] ?? 0, rank: this.#ranks[place] ?? 0 }
  }
}
