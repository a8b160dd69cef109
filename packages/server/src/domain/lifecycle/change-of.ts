/** A change of one kind. */
export type ChangeOf<Kind extends string, To> = Readonly<{ kind: Kind; to: To }>

/** A kind of read: the type of its key, and the type of what it finds. */
export type ReadKindOf<By, Found> = Readonly<{ by: By; found: Found }>

/** A read of one kind. */
export type ReadOf<Kind extends string, By> = Readonly<{ kind: Kind; by: By }>
