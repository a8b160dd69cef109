import { type Act, act, done, load, refused } from './act.ts'
import type { Change } from './changes.ts'

type Answering<Answer> = Readonly<{ answer: Answer; changes?: readonly Change[] }>

/** Keeps an answer for a number, with changes that depend on nothing: a repeat gets the first answer. */
export function answerOnce<Answer>() {
  return act<Answering<Answer>, object, Answer>({
    reads: () => load({}),
    decide: ({ input }) => done(input.answer, input.changes),
  })
}

/** Does nothing, and finds out what was answered before under a number. */
export function unlessDone<Answer>(): Act<undefined, object, Answer, 'not-done'> {
  return act<undefined, object, Answer, 'not-done'>({
    reads: () => load({}),
    decide: () => refused('not-done'),
  })
}
