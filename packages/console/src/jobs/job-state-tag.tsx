import { CheckCircleOutlined, EditOutlined, PauseCircleOutlined, StopOutlined, SyncOutlined } from '@ant-design/icons'
import { jobStates } from '@yaoquan/api'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import type { Job } from './job-texts.ts'

const looks: Readonly<Record<Job['state'], Readonly<{ color: string; icon: ReactNode }>>> = {
  draft: { color: 'default', icon: <EditOutlined /> },
  running: { color: 'processing', icon: <SyncOutlined /> },
  paused: { color: 'warning', icon: <PauseCircleOutlined /> },
  done: { color: 'success', icon: <CheckCircleOutlined /> },
  cancelled: { color: 'default', icon: <StopOutlined /> },
}

/** The state of a job: one colour, one icon, one word. */
export function JobStateTag({ state }: Readonly<{ state: Job['state'] }>): ReactNode {
  const words = useTexts(jobStates)
  const { color, icon } = looks[state]
  return (
    <Tag color={color} icon={icon}>
      {words[state]}
    </Tag>
  )
}
