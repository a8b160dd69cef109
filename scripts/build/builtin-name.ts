import { builtinModules } from 'node:module'

/** The name of a built-in module without `node:`; undefined for any other module. */
export function builtinName(specifier: string): string | undefined {
  const name = specifier.replace(/^node:/, '')
  return specifier.startsWith('node:') || builtinModules.includes(name) ? name : undefined
}
