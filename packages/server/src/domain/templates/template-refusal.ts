/** Why a template cannot be saved, closed or claimed from. */
export type TemplateRefusal =
  | Readonly<{ kind: 'template-not-found' }>
  | Readonly<{ kind: 'template-closed' }>
  /** Outside the window; moments as in the template. */
  | Readonly<{ kind: 'claim-not-open'; from: string | undefined; to: string | undefined }>
  | Readonly<{ kind: 'stock-exhausted'; left: number }>
  | Readonly<{ kind: 'member-limit-reached'; left: number }>
