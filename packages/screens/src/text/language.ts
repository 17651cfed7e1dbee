/** The languages that a person can read the product in; each app finds out which by its own platform's means. */
export type Language = 'zh' | 'en'
