import type { MemberNames } from './member-names.ts'
import type { NamingParts } from './naming-parts.ts'
import type { StoredForms } from './stored-forms.ts'

/** What a work reads and writes with, in its transaction. */
export type WriterParts = NamingParts & Readonly<{ names: MemberNames; forms: StoredForms }>
