/** The languages of the window and of reports. */
export type Language = "en" | "ko";
