import type { ReactNode } from 'react'
import { Brand } from '../parts/brand.tsx'
import { LookMenu } from '../parts/look-menu.tsx'
import './entrance.css'

/** The frame of pages before the screens: one card in the middle, with language and theme. */
export function Entrance({ title, children }: Readonly<{ title: string; children: ReactNode }>): ReactNode {
  return (
    <main className="yq-entrance">
      <title>{`${title} · 药券`}</title>
      <div className="yq-card yq-entrance-card">
        <div className="yq-entrance-head">
          <Brand />
          <LookMenu />
        </div>
        <h1 className="yq-title">{title}</h1>
        {children}
      </div>
    </main>
  )
}
