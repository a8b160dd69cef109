/**
 * Asks a server questions together, since a round trip costs more than a question: those of one turn of the event loop,
 * and those that arrive while earlier ones are being answered. A question is sent after it was asked, so its answer is
 * never older than the caller.
 */
export class QuestionBatches<Question, Answer> {
  readonly #answer: (questions: readonly Question[]) => Promise<readonly Answer[]>
  #waiting: Waiting<Question, Answer>[] = []
  #isAnswering = false

  /** @param answer answers 1..64 questions, in their order */
  constructor(answer: (questions: readonly Question[]) => Promise<readonly Answer[]>) {
    this.#answer = answer
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject })
      if (this.#isAnswering) return
      this.#isAnswering = true
      process.nextTick(() => void this.#answerAll())
    })
  }

  async #answerAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#answerBatch(this.#waiting.splice(0, maxAtOnce))
    this.#isAnswering = false
  }

  async #answerBatch(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#answer(batch.map(({ question }) => question))
      for (const [place, { resolve }] of batch.entries()) resolve(answers[place] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}

type Waiting<Question, Answer> = Readonly<{
  question: Question
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}>

const maxAtOnce = 64
