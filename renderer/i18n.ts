import { useLocalStorage } from "@vueuse/core";
import elementEn from "element-plus/es/locale/lang/en";
import elementKo from "element-plus/es/locale/lang/ko";
import { computed } from "vue";
import { createI18n } from "vue-i18n";
import type { Language } from "../src/messages/language";
import { en } from "./locales/en";
import { ko } from "./locales/ko";
import { namesLanguage } from "./names";

export const languageNames: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

/** The language chosen last; empty without a choice. */
const chosenLanguage = useLocalStorage("dropout-lab.language", "", { writeDefaults: false });

/** The language chosen last; without a choice the system's, if the lab speaks it. */
function firstLanguage(): Language {
  const wanted = [chosenLanguage.value, ...navigator.languages];
  const spoken = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag === "en" || tag === "ko");
  return spoken ?? "en";
}

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage(),
  fallbackLocale: "en",
  messages: { en, ko },
});
document.documentElement.lang = i18n.global.locale.value;
namesLanguage.value = i18n.global.locale.value;

export const language = computed({
  get: (): Language => i18n.global.locale.value,
  set: (chosen) => {
    i18n.global.locale.value = chosen;
    document.documentElement.lang = chosen;
    namesLanguage.value = chosen;
    chosenLanguage.value = chosen;
  },
});

export const elementLocale = computed(() => (language.value === "ko" ? elementKo : elementEn));
