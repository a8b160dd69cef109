import type { PresetName } from '@yaoquan/api'
import { defineTexts, knownText, type Language } from '../language/texts.ts'

/** What the presets of grants are called in lists, where their descriptions have no room. */
const presetNames = defineTexts({
  erp: { zh: 'ERP', en: 'ERP' },
  till: { zh: '收银', en: 'Till' },
  read: { zh: '只读', en: 'Read-only' },
  marketing: { zh: '营销', en: 'Marketing' },
  full: { zh: '全部', en: 'Everything' },
  none: { zh: '单独给出', en: 'Named alone' },
} satisfies Readonly<Record<PresetName, Readonly<Record<Language, string>>>>)

/** The name of a preset; one of a newer version as it is. */
export function presetName(preset: string, language: Language): string {
  return knownText(presetNames, preset, language) ?? preset
}
