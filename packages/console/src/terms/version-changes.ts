import { type getTemplate, templateFields } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'
import { memberName } from './member-names.ts'
import { memberText, type Reader } from './member-values.ts'

type StoredTemplate = NonNullable<ResultOf<typeof getTemplate>['template']>

/** What one version changed of the one before, a line per field: its name, the value before and after. */
export function versionChanges(before: StoredTemplate, after: StoredTemplate, reader: Reader): readonly string[] {
  const fields = Object.entries(templateFields)
  return fields.flatMap(([property, { wire }]) => {
    const [was, is] = [before, after].map((template) => template[property as keyof StoredTemplate])
    if (was === is) return []
    return [`${memberName(wire, reader.language)}: ${memberText(wire, was, reader)} → ${memberText(wire, is, reader)}`]
  })
}
