import { type MethodDefinition, methods } from '@yaoquan/api'

const writes = Object.values<MethodDefinition>(methods).filter(({ effect }) => effect === 'write')

/** The writes that the CRM of today has a method for: those that are not Yaoquan's own. A repetition of one changes nothing there. */
export const mirroredWrites: ReadonlySet<string> = new Set(
  writes.map(({ name }) => name).filter((name) => !name.startsWith('yaoquan.')),
)

/** The writes that the CRM of today has no method for: what they did would be lost on the way back. */
export const writesOfOurs: ReadonlySet<string> = new Set(
  writes.map(({ name }) => name).filter((name) => name.startsWith('yaoquan.')),
)
