import { type Act, act, load, refused } from './act.ts'

/** Does nothing, and finds out what was answered before under a number. */
export function unlessDone<Answer>(): Act<undefined, object, Answer, 'not-done'> {
  return act<undefined, object, Answer, 'not-done'>({
    reads: () => load({}),
    decide: () => refused('not-done'),
  })
}
