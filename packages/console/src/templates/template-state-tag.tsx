import { templateStages } from '@yaoquan/api'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import type { TemplateState } from './template-state.ts'

const colours: Readonly<Record<TemplateState, string>> = {
  draft: 'default',
  pending: 'warning',
  waiting: 'processing',
  open: 'success',
  stopped: 'warning',
  ended: 'default',
}

/** The state of a template in its one word. */
export function TemplateStateTag({ state }: Readonly<{ state: TemplateState }>): ReactNode {
  const t = useTexts(templateStages)
  return <Tag color={colours[state]}>{t[state]}</Tag>
}
