import type { ReactNode } from 'react'
import './page.css'

type PageProps = Readonly<{
  title: string
  /** The primary act of the page, at the right of the title. */
  act?: ReactNode
  children: ReactNode
}>

/** The frame of a screen: its title, its primary act, its content. */
export function Page({ title, act, children }: PageProps): ReactNode {
  return (
    <div className="yq-page">
      <title>{`${title} · 药券`}</title>
      <header className="yq-page-head">
        <h1 className="yq-title">{title}</h1>
        <div className="yq-page-act">{act}</div>
      </header>
      {children}
    </div>
  )
}
