/** Coupons of answers by what became of them; those that are neither created, moved nor not learned were known and equal. */
export type LearningCounts = Readonly<{
  seen: number
  created: number
  /** Known coupons whose state or last day changed. */
  moved: number
  /** Those that are not readable, of another seller, or of a status that nobody has mapped. */
  notLearned: number
  /** Orders of order.sync that were created or changed. */
  orders: number
  /** Answers of which nothing was learned for a fault of our own, such as a full disk. */
  failedAnswers: number
}>

export const nothingLearned: LearningCounts = {
  seen: 0,
  created: 0,
  moved: 0,
  notLearned: 0,
  orders: 0,
  failedAnswers: 0,
}

/** @param left may be of a file that lacks the newer counts */
export function addCounts(left: Partial<LearningCounts>, right: Partial<LearningCounts>): LearningCounts {
  const sum = (name: keyof LearningCounts) => (left[name] ?? 0) + (right[name] ?? 0)
  return {
    seen: sum('seen'),
    created: sum('created'),
    moved: sum('moved'),
    notLearned: sum('notLearned'),
    orders: sum('orders'),
    failedAnswers: sum('failedAnswers'),
  }
}
