import {
  CheckCircleOutlined,
  EditOutlined,
  ExclamationCircleOutlined,
  PauseCircleOutlined,
  StopOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import { jobStates } from '@yaoquan/api'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Job } from './job-texts.ts'

const looks: Readonly<Record<Job['state'], Readonly<{ color: string; icon: ReactNode }>>> = {
  draft: { color: 'default', icon: <EditOutlined /> },
  running: { color: 'processing', icon: <SyncOutlined /> },
  paused: { color: 'warning', icon: <PauseCircleOutlined /> },
  done: { color: 'success', icon: <CheckCircleOutlined /> },
  cancelled: { color: 'default', icon: <StopOutlined /> },
}

const doneInPart = { color: 'warning', icon: <ExclamationCircleOutlined /> }

const texts = defineTexts({ inPart: { zh: '部分完成', en: 'Done in part' } })

/** The state of a job: one colour, one icon, one word. A finished one of which items were refused is done in part. */
export function JobStateTag({ job: { state, refused } }: Readonly<{ job: Pick<Job, 'state' | 'refused'> }>): ReactNode {
  const t = useTexts(texts)
  const words = useTexts(jobStates)
  const isInPart = state === 'done' && refused > 0
  const { color, icon } = isInPart ? doneInPart : looks[state]
  return (
    <Tag color={color} icon={icon}>
      {isInPart ? t.inPart : words[state]}
    </Tag>
  )
}
