import type { ReactNode } from 'react'
import { Brand } from '../parts/brand.tsx'
import './entrance.css'

/** The frame of pages before the screens: one card in the middle. */
export function Entrance({ title, children }: Readonly<{ title: string; children: ReactNode }>): ReactNode {
  return (
    <main className="yq-entrance">
      <title>{`${title} · 药券`}</title>
      <div className="yq-card yq-entrance-card">
        <Brand />
        <h1 className="yq-title">{title}</h1>
        {children}
      </div>
    </main>
  )
}
