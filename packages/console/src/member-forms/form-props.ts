import type { Member } from './profile-change.ts'

/** What a form of a member takes. */
export type FormProps = Readonly<{ member: Member; close: () => void }>
