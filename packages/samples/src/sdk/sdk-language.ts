/** Languages there are SDK classes for, in the order that the command names them. */
export const sdkLanguages = ['java', 'php', 'python', 'csharp', 'go', 'nodejs'] as const

export type SdkLanguage = (typeof sdkLanguages)[number]
