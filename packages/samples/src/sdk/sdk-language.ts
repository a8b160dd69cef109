/** The languages of generated SDK classes, in the order in which the command line lists them. */
export const sdkLanguages = ['java', 'php', 'python', 'csharp', 'go', 'nodejs'] as const

export type SdkLanguage = (typeof sdkLanguages)[number]
