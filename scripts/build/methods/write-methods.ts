import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as api from '@yaoquan/api'
import { bareDeclarations, bareModule } from './bare-method.ts'
import { methodTypes, type NamedDefinition } from './method-types.ts'

/**
 * Writes what the client has for each method: the types with documents, and a module of its definition alone.
 * @param outDir the folder of the published client
 */
export function writeMethods(outDir: string): void {
  const all = Object.values(api.methods).map(named)
  writeFileSync(join(outDir, 'src/method-types.d.ts'), methodTypes(all))
  mkdirSync(join(outDir, 'methods'))
  for (const one of all) {
    const path = join(outDir, 'methods', one.definition.name)
    writeFileSync(`${path}.js`, bareModule(one))
    writeFileSync(`${path}.d.ts`, bareDeclarations(one))
  }
}

function named(definition: api.MethodDefinition): NamedDefinition {
  const found = Object.entries(api).find(([, value]) => value === definition)
  if (found === undefined) throw new Error(`@yaoquan/api does not export ${definition.name}`)
  return { exportName: found[0], definition }
}
