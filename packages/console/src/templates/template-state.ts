import type { templateStages } from '@yaoquan/api'
import { dayOf, momentMs } from '../design/days.ts'
import { defineTexts } from '../language/texts.ts'
import type { StoredTemplate } from './use-templates.ts'

export type TemplateState = keyof typeof templateStages

type Stated = Pick<StoredTemplate, 'state' | 'approval' | 'closed' | 'publishAt' | 'claimFrom' | 'claimTo' | 'endDate'>

/**
 * The state of a template's latest version. An earlier published version can go on being claimed while a later one is a
 * draft or waits; the state is still that of the latest, which is what was saved last.
 */
export function templateStateOf(template: Stated, nowMs: number): TemplateState {
  const { state, approval, closed, publishAt, claimFrom, claimTo, endDate } = template
  if (closed) return 'stopped'
  if (state === 'draft') return approval === 'waiting' ? 'pending' : 'draft'
  if (claimTo !== undefined && momentMs(claimTo) < nowMs) return 'ended'
  if (endDate !== undefined && endDate < dayOf(nowMs)) return 'ended'
  const startMs = Math.max(...[publishAt, claimFrom].map((moment) => (moment === undefined ? 0 : momentMs(moment))))
  return startMs > nowMs ? 'waiting' : 'open'
}

/** The verbs of what operators do to a template, in its drawer and in its row. */
export const templateActTexts = defineTexts({
  edit: { zh: '编辑', en: 'Edit' },
  copy: { zh: '复制', en: 'Copy' },
  send: { zh: '发给名单', en: 'Send to a list' },
  stop: { zh: '停止领取', en: 'Stop claiming' },
  reopen: { zh: '恢复领取', en: 'Allow claiming' },
})
