import { builtinModules } from 'node:module'

/** @returns the module's name without `node:`, or undefined when it is not a module of Node.js */
export function builtinName(specifier: string): string | undefined {
  const name = specifier.replace(/^node:/, '')
  return specifier.startsWith('node:') || builtinModules.includes(name) ? name : undefined
}
