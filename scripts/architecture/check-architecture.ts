import { checkDependencies } from './check-dependencies.ts'
import { checkImports } from './check-imports.ts'
import { checkReferences } from './check-references.ts'
import { checkText } from './check-text.ts'
import { findCycles } from './find-cycles.ts'
import type { Workspace } from './workspace.ts'

/** @returns one line per place that breaks ARCHITECTURE.md, naming file and rule; empty when the house is in order */
export function checkArchitecture(workspace: Workspace): readonly string[] {
  return [
    ...checkImports(workspace),
    ...findCycles(workspace),
    ...checkText(workspace),
    ...checkReferences(workspace),
    ...checkDependencies(workspace),
  ]
}
