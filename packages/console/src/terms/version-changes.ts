import { type getTemplate, templateFields } from '@yaoquan/api'
import type { Language } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

type StoredTemplate = NonNullable<ResultOf<typeof getTemplate>['template']>

/**
 * What one version changed of the one before, a line per field: its name, the value before and after.
 * Names come from the definition of the API, up to the first explanation in them.
 */
export function versionChanges(before: StoredTemplate, after: StoredTemplate, language: Language): readonly string[] {
  const fields = Object.entries(templateFields)
  return fields.flatMap(([property, { description }]) => {
    const [was, is] = [before, after].map((template) => shown(template[property as keyof StoredTemplate], language))
    if (was === is) return []
    const [name = ''] = description[language].split(/[，,;；:：]/)
    return [`${name}: ${was} → ${is}`]
  })
}

function shown(value: string | number | boolean | undefined, language: Language): string {
  if (value === undefined) return language === 'zh' ? '无' : 'none'
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no'
  return String(value)
}
