/** What the product speaks, to callers and to people at desks. */
export type Language = 'zh' | 'en'

/** Words for people, in every language the product speaks. */
export type Text = Readonly<Record<Language, string>>
