/** A change of one kind. */
export type ChangeOf<Kind extends string, To> = Readonly<{ kind: Kind; to: To }>
