import { importMembers, type MemberTarget } from './import-members.ts'
import { type Imported, type ReadingOptions, withReport } from './import-text.ts'
import { readMembers } from './member-file.ts'
import type { TextFile } from './open-text.ts'

/** Stores the members of a file, see `importMembers`. */
export function importMemberText(
  file: TextFile,
  { ignoreUnknown = false }: ReadingOptions,
  store: MemberTarget['store'],
): Promise<Imported> {
  const rows = readMembers(file, { ignoreUnknown })
  return withReport(file, (report) => importMembers(rows, { store, ...report }))
}
