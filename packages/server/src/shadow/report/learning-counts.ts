/** Coupons of answers by what became of them; those that are neither created, moved nor not learned were known and equal. */
export type LearningCounts = Readonly<{
  seen: number
  created: number
  /** Known coupons whose state or last day changed. */
  moved: number
  /** Those that are not readable, of another seller, or of a status that nobody has mapped. */
  notLearned: number
  /** Answers of which nothing was learned for a fault of our own, such as a full disk. */
  failedAnswers: number
}>

export const nothingLearned: LearningCounts = { seen: 0, created: 0, moved: 0, notLearned: 0, failedAnswers: 0 }

export function addCounts(left: LearningCounts, right: Partial<LearningCounts>): LearningCounts {
  return {
    seen: left.seen + (right.seen ?? 0),
    created: left.created + (right.created ?? 0),
    moved: left.moved + (right.moved ?? 0),
    notLearned: left.notLearned + (right.notLearned ?? 0),
    failedAnswers: left.failedAnswers + (right.failedAnswers ?? 0),
  }
}
