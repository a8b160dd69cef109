import {
  CheckCircleOutlined,
  ClockCircleOutlined,
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
const waiting = { color: 'warning', icon: <ClockCircleOutlined /> }

const texts = defineTexts({
  inPart: { zh: '部分完成', en: 'Done in part' },
  waiting: { zh: '待审批', en: 'Awaiting approval' },
})

type Props = Readonly<{ job: Pick<Job, 'state' | 'refused' | 'awaitsApproval'> }>

/**
 * The state of a job: one colour, one icon, one word. A finished one of which items were refused is done in part, and a draft that another
 * person starts awaits approval.
 */
export function JobStateTag({ job: { state, refused, awaitsApproval } }: Props): ReactNode {
  const t = useTexts(texts)
  const words = useTexts(jobStates)
  const isInPart = state === 'done' && refused > 0
  const isWaiting = state === 'draft' && awaitsApproval === true
  const { color, icon } = isWaiting ? waiting : isInPart ? doneInPart : looks[state]
  return (
    <Tag color={color} icon={icon}>
      {isWaiting ? t.waiting : isInPart ? t.inPart : words[state]}
    </Tag>
  )
}
