import type { SandboxState } from './sandbox-server.ts'

/** A part of the page that shows how the app stands. */
export type Panel = Readonly<{ node: HTMLElement; update: (state: SandboxState) => void }>

/** Does something at the server and shows what came of it. */
export type Act = (action: 'clock' | 'fault' | 'hook', members: Readonly<Record<string, unknown>>) => void
