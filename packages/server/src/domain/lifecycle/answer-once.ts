import { act, done, load } from './act.ts'
import type { Change } from './changes.ts'

type Answering<Answer> = Readonly<{ answer: Answer; changes?: readonly Change[] }>

/** Keeps an answer for a number, with changes that depend on nothing: a repeat gets the first answer. */
export function answerOnce<Answer>() {
  return act<Answering<Answer>, object, Answer>({
    reads: () => load({}),
    decide: ({ input }) => done(input.answer, input.changes),
  })
}
