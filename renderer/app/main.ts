import { createApp } from "vue";
import type { Channel } from "../../src/contract/channel";
import App from "./App.vue";
import { leaveKeysToComposition } from "./composing";
import "../styles/elementPlus";
import "../styles/theme.css";
import "../styles/base.css";
import { i18n } from "../i18n";
import { createClient, labClient } from "../lab/client";
import { browserShell, takeFiles } from "../lab/browserFiles";
import { inBrowser } from "../lab/connection";
import { ipcChannel } from "../lab/ipcChannel";
import { socketChannel } from "../lab/socketChannel";
import { followSystemTheme } from "../theme";

followSystemTheme();
leaveKeysToComposition();
const channel = inBrowser ? await overNetwork() : ipcChannel(window.lab);
createApp(App).use(i18n).provide(labClient, createClient(channel)).mount("#app");

/** Resolves once the lab is reached, because the page begins with questions. */
async function overNetwork(): Promise<Channel> {
  const { channel, bringing } = socketChannel(browserShell);
  await new Promise<void>((done) => channel.watch((state) => void (state === "open" && done())));
  takeFiles(bringing);
  return channel;
}
