import { checkDependencies } from './check-dependencies.ts'
import { checkImports } from './check-imports.ts'
import { checkReferences } from './check-references.ts'
import { checkText } from './check-text.ts'
import { checkTranslations } from './check-translations.ts'
import { findCycles, findLongChain } from './find-cycles.ts'
import type { Workspace } from './workspace.ts'

/** @returns one line per place that breaks a rule, naming file and rule; empty when all hold */
export function checkArchitecture(workspace: Workspace): readonly string[] {
  return [
    ...checkImports(workspace),
    ...findCycles(workspace),
    ...findLongChain(workspace),
    ...checkText(workspace),
    ...checkReferences(workspace),
    ...checkDependencies(workspace),
    ...checkTranslations(workspace),
  ]
}
