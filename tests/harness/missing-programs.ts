import { findProgram } from '../../scripts/mariadb/installed-programs.ts'

/** Those of some programs that this machine lacks: a test that needs them skips, and names them. */
export function missingPrograms(names: readonly string[]): readonly string[] {
  return names.filter((name) => findProgram(name) === undefined)
}
