import { type Child, element } from '../page/element.ts'
import type { SandboxState } from './sandbox-server.ts'

/** A part of the page that shows the state of the app. */
export type Panel = Readonly<{ node: HTMLElement; update: (state: SandboxState) => void }>

/** Performs an action on the server and shows the new state. */
export type Act = (action: 'clock' | 'fault' | 'hook', members: Readonly<Record<string, unknown>>) => void

/** The section of a panel. @param id of its heading */
export function panelSection(id: string, title: string, ...content: readonly Child[]): HTMLElement {
  return element('section', { 'aria-labelledby': id }, element('h2', { id }, title), content)
}
