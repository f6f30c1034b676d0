import { createApp } from "vue";
import App from "./App.vue";
import { leaveKeysToComposition } from "./composing";
import "../styles/elementPlus";
import "../styles/theme.css";
import "../styles/base.css";
import { i18n } from "../i18n";
import { createClient, labClient } from "../lab/client";
import { ipcChannel } from "../lab/ipcChannel";
import { followSystemTheme } from "../theme";

followSystemTheme();
leaveKeysToComposition();
createApp(App)
  .use(i18n)
  .provide(labClient, createClient(ipcChannel(window.lab)))
  .mount("#app");
