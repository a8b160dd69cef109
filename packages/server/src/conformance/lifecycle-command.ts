/** One call of one caller, everything named. */
export type Command = Readonly<{ outRequestNo: string }> & Action

export type Action =
  | Readonly<{ kind: 'issue'; codes: readonly string[]; content: number }>
  | Readonly<{ kind: 'claim'; template: string; members: readonly string[]; count: number }>
  | Readonly<{ kind: 'hold'; code: string; order: string; seconds: number }>
  | Readonly<{ kind: 'release'; code: string; order: string }>
  | Readonly<{ kind: 'redeem'; codes: readonly string[]; order: string; amount: number }>
  | Readonly<{ kind: 'return'; redemptionId: string }>
  | Readonly<{ kind: 'void'; codes: readonly string[] }>

/** What a command came to, without random ids: the same words for the model and for the store. */
export type Outcome = string

/** The ids that the store made up, which the model cannot know. */
export type MadeUp = Readonly<{ codes: readonly string[]; redemptionIds: readonly string[] }>
