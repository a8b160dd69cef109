import { act, done, load } from './act.ts'

type Answering<Answer> = Readonly<{ answer: Answer }>

/** Changes nothing, and keeps an answer for a number: a repeat gets the first one. */
export function answerOnce<Answer>() {
  return act<Answering<Answer>, object, Answer>({
    reads: () => load({}),
    decide: ({ input }) => done(input.answer),
  })
}
