/** How many coupons of a list have this number or a lower one. */
export type Checkpoint = Readonly<{ seq: number; rank: number }>

/**
 * Checkpoints along one list, at some distance from each other. Checkpoints are only added at the end and never become wrong: numbers
 * are given in order under a lock, the columns that lists are found by never change, and coupons are never deleted.
 */
export class ListCheckpoints {
  /** Two plain columns: 16 bytes a checkpoint. */
  readonly #seqs = [0]
  readonly #ranks = [0]

  /** How many checkpoints there are, the beginning among them. */
  get count(): number {
    return this.#seqs.length
  }

  get last(): Checkpoint {
    return this.#at(this.count - 1)
  }

  /** Adds a checkpoint behind the last one. If the list has no coupon between them, the last one moves instead. */
  add({ seq, rank }: Checkpoint): void {
    if (rank === this.last.rank) {
      this.#seqs[this.count - 1] = seq
      return
    }
    this.#seqs.push(seq)
    this.#ranks.push(rank)
  }

  /** The farthest checkpoint that has no more than so many coupons up to it. */
  before(offset: number): Checkpoint {
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#at(middle).rank <= offset) low = middle
      else high = middle - 1
    }
    return this.#at(low)
  }

  #at(place: number): Checkpoint {
    return { seq: this.#seqs[place] ?? 0, rank: this.#ranks[place] ?? 0 }
  }
}
