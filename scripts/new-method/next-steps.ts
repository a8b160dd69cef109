import type { MethodPlan } from './method-plan.ts'

/** @returns what is left to do, in order, for a person at a terminal */
export function nextSteps({ name, presets, paths }: MethodPlan): string {
  const tests = [paths.unitTest, paths.programTest, 'tests/program/samples-on-demo.test.ts']
  const granted = ['erp', 'full', ...presets].join(', ')
  return `Next, until these tests pass: npx vitest run ${tests.join(' ')}
  1. ${paths.definition}: title, description, fields and errorCodes
  2. packages/server/src/domain: the rule, with a unit test beside it; what it needs stored, as an interface that store/ implements
  3. ${paths.method}: one call of the domain; pass what it needs in packages/server/src/methods/lifecycle-methods.ts
  4. ${paths.programTest}: each field, each refusal, each boundary
  5. Presets that include ${name}: ${granted}. Others: packages/api/src/grants/grants.ts
  6. The act of the console that it belongs to: packages/api/src/people/acts.ts, tests/program/console-roles.test.ts
  7. packages/client/src/top-client.ts: what its line says to users
  8. packages/server/src/sample-objects: what the sample of its page names, in the demo and the sandbox
  9. CHANGELOG.md, and for callers changelog.md in packages/server/src/site/documentation/guides/zh and en`
}
