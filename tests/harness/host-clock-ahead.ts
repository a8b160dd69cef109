/**
 * Loaded with `--import` before a program, it puts the clock of the program's host ahead by YAOQUAN_TEST_AHEAD_MS: what asks for
 * the time of day, and not the monotonic clock.
 */
const aheadMs = Number(process.env['YAOQUAN_TEST_AHEAD_MS'])
if (!Number.isFinite(aheadMs)) throw new Error('YAOQUAN_TEST_AHEAD_MS is no number')
const realNow = Date.now.bind(Date)
const now = () => realNow() + aheadMs

globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
})
