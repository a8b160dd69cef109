/**
 * Sends questions to a server in batches, since a round trip costs more than a question: those of one turn of the event loop, and those
 * that arrive while earlier ones are being answered. A question is sent after its call, so its answer is never older than the call.
 * @param answer answers 1..64 questions, in their order
 * @returns sends one question
 */
export function askInBatches<Question, Answer>(
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = []
  let isAnswering = false
  const answerAll = async () => {
    while (waiting.length > 0) await answerBatch(waiting.splice(0, maxAtOnce))
    isAnswering = false
  }
  const answerBatch = async (batch: readonly Waiting<Question, Answer>[]) => {
    try {
      const answers = await answer(batch.map(({ question }) => question))
      for (const [place, { resolve }] of batch.entries()) resolve(answers[place] as Answer)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (isAnswering) return
      isAnswering = true
      process.nextTick(() => void answerAll())
    })
}

type Waiting<Question, Answer> = Readonly<{
  question: Question
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}>

const maxAtOnce = 64
