import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Failure } from '../parts/failure.tsx'

/** Shown in place of a screen that threw; navigation and search go on working. */
export function ScreenFailure({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <div className="yq-page">
      <Failure error={error} retry={reset} />
    </div>
  )
}
