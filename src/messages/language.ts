/** The languages of the window and of reports. */
export const languages = ["en", "ko"] as const;
export type Language = (typeof languages)[number];
