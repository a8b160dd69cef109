/** Why a template cannot be saved, closed or claimed from. */
export type TemplateRefusal =
  | Readonly<{ kind: 'template-not-found' }>
  | Readonly<{ kind: 'template-closed' }>
  /** Outside of the window; moments as the template has them. */
  | Readonly<{ kind: 'claim-not-open'; from: string | undefined; to: string | undefined }>
  | Readonly<{ kind: 'stock-exhausted'; left: number }>
  | Readonly<{ kind: 'member-limit-reached'; left: number }>
